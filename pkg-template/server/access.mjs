// Who is heard. A loopback port can be reached by every page in the user's browser, so a foreign Host
// (DNS rebinding) and a foreign Origin are refused before anything is looked at.

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i;
const PREFLIGHT_AGE = "600"; // seconds; a page that polls should not ask twice each time

export function isLoopbackHost(host) {
  return typeof host === "string" && LOOPBACK.test(host);
}

/** Pages from this machine. `null` is what sandboxed frames and local files send, and anyone can be that. */
export function isWelcomeOrigin(origin) {
  const [, host] = /^https?:\/\/(.*)$/i.exec(origin) ?? [];
  return isLoopbackHost(host);
}

/** What lets a welcome page read the answer. */
export function corsHeaders(origin) {
  if (origin === undefined) return { vary: "Origin" };
  return { vary: "Origin", "access-control-allow-origin": origin, "access-control-expose-headers": "*" };
}

export function preflight(headers) {
  const allow = "GET, HEAD, POST, OPTIONS";
  // `*` would not cover Authorization, so what is asked for is named.
  const asked = headers["access-control-request-headers"];
  return {
    status: 204,
    headers: {
      allow,
      "access-control-allow-methods": allow,
      ...(asked === undefined ? {} : { "access-control-allow-headers": asked }),
      "access-control-max-age": PREFLIGHT_AGE,
    },
    body: "",
  };
}
