// Whether a recorded request carries the right AWS Signature Version 4, computed afresh from what arrived:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
import { createHash, createHmac } from "node:crypto";
import { SECRET_KEY } from "./places.mjs";

const sha256 = (data) => createHash("sha256").update(data).digest("hex");
const hmac = (key, data) => createHmac("sha256", key).update(data).digest();

export function isSigned({ method, url, headers, body }) {
  const [, scope, names, signature] =
    /Credential=[^/]+\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})/.exec(
      headers.authorization,
    ) ?? [];
  if (signature === undefined) return false;
  const signed = names.split(";");
  const must = Object.keys(headers).filter(
    (name) => name === "host" || name === "content-type" || name.startsWith("x-amz-"),
  );
  if (must.some((name) => !signed.includes(name))) return false;

  const canonical = signed.map((name) => `${name}:${headers[name] ?? ""}\n`).join("");
  const request = [method, url, "", canonical, names, sha256(body)].join("\n");
  const text = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, sha256(request)].join("\n");
  const key = scope.split("/").reduce(hmac, `AWS4${SECRET_KEY}`);
  return hmac(key, text).toString("hex") === signature;
}
