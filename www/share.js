// The state in a link: operation, form and text, deflated, base64url, behind a version letter in the hash.
// Browsers do not send the hash to the server, so a link that is opened stays in the browser.

import { deflateSync, Inflate, strFromU8, strToU8 } from "fflate";

/** @typedef {{ operation: string, form: "wire" | "client" | "answer", text: string }} Shared */

const VERSION = "A";
const FORMS = ["wire", "client", "answer"];

// A link is made by anyone. A few kilobytes of zeros inflate to gigabytes, so there is an end.
const MOST_BYTES = 32_000_000;

// Chromium cuts an address at 2 MB.
export const LONGEST_LINK = 1_500_000;

/** A link that cannot be read, with the sentence to show. */
export class BrokenLink extends Error {}

/**
 * @param {Shared} shared
 * @returns {string} the hash without its "#"
 */
export function toHash({ operation, form, text }) {
  const packed = deflateSync(strToU8(JSON.stringify([operation, form, text])), { level: 9 });
  const sum = checksum(packed);
  const bytes = new Uint8Array(packed.length + 4);
  bytes.set(packed);
  new DataView(bytes.buffer).setUint32(packed.length, sum);
  return VERSION + toBase64Url(bytes);
}

/**
 * Reads the hash of an address. One that is no share link (empty, or an anchor of the page) gives null.
 * @param {string} hash with or without its "#"
 * @returns {Shared | null}
 */
export function fromHash(hash) {
  const text = hash.replace(/^#/, "");
  if (!/^[A-Z]/.test(text)) return null;
  if (text[0] !== VERSION)
    throw new BrokenLink("This link was made by a newer version of this page. Ask for the text itself.");
  const bytes = fromBase64Url(text.slice(1));
  const packed = bytes?.subarray(0, -4);
  if (!bytes || bytes.length < 8 || new DataView(bytes.buffer).getUint32(packed.length) !== checksum(packed))
    throw new BrokenLink("This link is damaged: a part of it is missing or changed. Copy it again, whole.");
  return sharedOf(inflated(packed));
}

function sharedOf(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  const [operation, form, request] = Array.isArray(value) ? value : [];
  if (typeof operation !== "string" || typeof request !== "string" || !FORMS.includes(form))
    throw new BrokenLink("This link does not hold a request.");
  return { operation, form, text: request };
}

function inflated(packed) {
  const parts = [];
  let length = 0;
  const inflate = new Inflate((part) => {
    length += part.length;
    if (length > MOST_BYTES) throw new BrokenLink("This link holds more text than this page opens.");
    parts.push(part);
  });
  try {
    // In pieces, so that the limit is looked at before all of it is in memory.
    for (let at = 0; at < packed.length; at += 4096)
      inflate.push(packed.subarray(at, at + 4096), at + 4096 >= packed.length);
  } catch (error) {
    if (error instanceof BrokenLink) throw error;
    throw new BrokenLink("This link is damaged: its text cannot be unpacked.");
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return strFromU8(whole);
}

/** FNV-1a. It tells a cut or mistyped link from a whole one, which deflated data alone does not. */
function checksum(bytes) {
  let sum = 0x811c9dc5;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193);
  return sum >>> 0;
}

function toBase64Url(bytes) {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8192)
    binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text) {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
