// A step performed with the official SDK for JavaScript, in Node or in a page.
import * as sdk from "@aws-sdk/client-ssm";

const ssm = Object.fromEntries(Object.entries(sdk)); // names are looked up at run time

/** A client for each access key, as any program makes one. */
export function clientsOf(options, attempts = 1) {
  const clients = new Map();
  const made = (accessKeyId) => {
    const credentials = { accessKeyId, secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
    return new ssm.SSMClient({ region: "eu-central-1", credentials, maxAttempts: attempts, ...options });
  };
  return {
    of(accessKeyId = "AKIDEXAMPLE") {
      if (!clients.has(accessKeyId)) clients.set(accessKeyId, made(accessKeyId));
      return clients.get(accessKeyId);
    },
    destroy() {
      for (const client of clients.values()) client.destroy();
    },
  };
}

export function paginates(operation) {
  return `paginate${operation}` in ssm;
}

export async function perform(client, { call, input, pageSize }) {
  const operation = call.split(":")[1];
  try {
    const pages =
      pageSize === undefined
        ? onePage(client, operation, input)
        : allPages(client, operation, input, pageSize);
    return { output: await joined(pages) };
  } catch (error) {
    if (error.$metadata?.httpStatusCode === undefined) throw error;
    const { name, message, $metadata, $fault, $response, ...members } = error;
    const isClass =
      name in ssm ? error instanceof ssm[name] && error instanceof ssm.SSMServiceException : null;
    return { refused: { name, message, members, isClass, status: $metadata.httpStatusCode } };
  }
}

async function* onePage(client, operation, input) {
  yield await client.send(new ssm[`${operation}Command`](input));
}

async function* allPages(client, operation, input, pageSize) {
  if (paginates(operation)) return yield* ssm[`paginate${operation}`]({ client, pageSize }, input);
  let NextToken;
  do {
    const command = new ssm[`${operation}Command`]({ ...input, MaxResults: pageSize, NextToken });
    const page = await client.send(command);
    yield page;
    NextToken = page.NextToken;
  } while (NextToken);
}

/** The pages as one answer: lists are put together, the rest is of the first. */
async function joined(pages) {
  let whole;
  for await (const { $metadata, NextToken, ...page } of pages) {
    whole ??= { ...(NextToken === undefined ? {} : { NextToken }) };
    for (const [name, value] of Object.entries(page)) {
      if (Array.isArray(value)) whole[name] = [...(whole[name] ?? []), ...value];
      else whole[name] ??= value;
    }
  }
  return whole;
}
