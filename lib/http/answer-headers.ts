import { subscribe } from "node:diagnostics_channel";
import type { ServerResponse } from "node:http";
import { DATA_POLICY } from "./content-security-policy";

const YEAR_SECONDS = 31_536_000;

/** Features of browsers that no page of ours uses. */
const UNUSED_FEATURES = [
  ..."accelerometer autoplay camera display-capture fullscreen geolocation gyroscope magnetometer".split(" "),
  ..."microphone midi payment picture-in-picture publickey-credentials-get screen-wake-lock usb".split(" "),
];

/**
 * What every answer says to browsers; only a page's policy is another, from proxy.ts. `appUrl` alone decides whether we
 * are reached by https: a caller can write any header it likes.
 */
export function answerHeaders(appUrl: string): Readonly<Record<string, string>> {
  return {
    "content-security-policy": DATA_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": UNUSED_FEATURES.map((feature) => `${feature}=()`).join(", "),
    ...(new URL(appUrl).protocol === "https:" && {
      "strict-transport-security": `max-age=${YEAR_SECONDS}; includeSubDomains`,
    }),
  };
}

/**
 * Gives them to every answer of this process's HTTP servers before anything of Next sees the request: so static files,
 * redirects, refused addresses and broken pages have them too.
 */
export function headEveryAnswer(appUrl: string): void {
  const headers = new Map(Object.entries(answerHeaders(appUrl)));
  subscribe("http.server.request.start", (message) => {
    (message as { readonly response: ServerResponse }).response.setHeaders(headers);
  });
}
