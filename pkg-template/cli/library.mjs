// What the commands that read requests have in common: the operation, models brought along, and texts that cannot be
// made into a request.
import { readFile } from "node:fs/promises";
import { check, loadModel, operations } from "../node.mjs";
import { oneOf, WrongUse } from "./arguments.mjs";

export const FORM = {
  takes: "wire|client",
  as: oneOf("wire", "client"),
  about: "what a file is: the body as it is sent (the default), or the input of the AWS CLI and boto3",
};

export const MODEL = {
  takes: "FILE",
  many: true,
  about: "a Smithy 2.0 JSON model with further operations; may be given again",
};

/** Takes the operation off the words. It is never guessed. */
export function operationOf([operation, ...files], hint = "ssm:PutInventory") {
  if (operation === undefined) throw new WrongUse(`name the operation first, such as ${hint}`);
  if (operations().some(({ id }) => id === operation)) return { operation, files };
  try {
    check(operation, "");
  } catch (error) {
    const looksLikeFile = /[./\\]|^-$/.test(operation);
    throw looksLikeFile
      ? new WrongUse(`the operation comes first, such as ${hint}; \`${operation}\` is none`)
      : error;
  }
  throw new WrongUse(`there is no operation \`${operation}\``);
}

export async function bringModels(files = []) {
  for (const file of files) {
    let bytes;
    try {
      bytes = await readFile(file);
    } catch (error) {
      throw new WrongUse(`the model ${file} cannot be read: ${error.message}`);
    }
    loadModel(bytes);
  }
}

/** Does something with one request; a text that cannot be made into one is told, and the others go on. */
export function made(source, terminal, make) {
  try {
    return make();
  } catch (error) {
    if (error.code !== "unreadable-text") throw error;
    terminal.complain(`${source.name}: ${error.message}`);
    terminal.leaveWith(1);
    return undefined;
  }
}
