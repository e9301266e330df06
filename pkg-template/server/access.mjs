// Who is heard. A loopback port can be reached by every page in the user's browser, so a foreign Host
// (DNS rebinding) and a foreign Origin are refused before anything is looked at.

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i;
const PREFLIGHT_AGE = "600"; // seconds; a page that polls should not ask twice each time
const METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

export function isLoopbackHost(host) {
  return typeof host === "string" && LOOPBACK.test(host);
}

/**
 * Pages from this machine, and those that were allowed by name. `null` is what sandboxed frames and local files
 * send, and anyone can be that.
 *
 * @param {string} origin
 * @param {string[]} allowed as `originOf` gives them
 */
export function isWelcomeOrigin(origin, allowed) {
  const [, host] = /^https?:\/\/(.*)$/i.exec(origin) ?? [];
  return isLoopbackHost(host) || allowed.includes(origin);
}

/** An origin as browsers send it, from what a person writes; undefined for what is none, such as `null` or `*`. */
export function originOf(text) {
  const [, origin] = /^(https?:\/\/[^/?#@\\]+)\/?$/i.exec(text) ?? [];
  return origin !== undefined && URL.canParse(origin) ? new URL(origin).origin : undefined;
}

/** What lets a welcome page read the answer. */
export function corsHeaders(origin) {
  if (origin === undefined) return { vary: "Origin" };
  return { vary: "Origin", "access-control-allow-origin": origin, "access-control-expose-headers": "*" };
}

export function preflight(headers) {
  // `*` would not cover Authorization, so what is asked for is named.
  const asked = headers["access-control-request-headers"];
  // A browser asks whether a page of the network may reach this machine at all.
  const isPrivate = headers["access-control-request-private-network"] === "true";
  return {
    status: 204,
    headers: {
      allow: METHODS,
      "access-control-allow-methods": METHODS,
      ...(asked === undefined ? {} : { "access-control-allow-headers": asked }),
      ...(isPrivate ? { "access-control-allow-private-network": "true" } : {}),
      "access-control-max-age": PREFLIGHT_AGE,
    },
    body: "",
  };
}
