import { expect, test } from "vitest";
import { isFromOwnPage, isOwnNavigation } from "./own-page";

const APP = "https://app.example.com";

test.each<[string, string, Record<string, string>, boolean]>([
  ["a read by our page", "GET", { "sec-fetch-site": "same-origin" }, true],
  ["a read by an old browser", "GET", {}, true],
  ["a read by another site", "GET", { "sec-fetch-site": "cross-site" }, false],
  ["a read by a sibling domain", "GET", { "sec-fetch-site": "same-site" }, false],
  ["a read by hand", "GET", { "sec-fetch-site": "none" }, false],
  ["a read with a foreign origin", "GET", { origin: "https://evil.example.com" }, false],
  ["a write by our page", "POST", { origin: APP, "sec-fetch-site": "same-origin" }, true],
  ["a write by our page in an old browser", "POST", { origin: APP }, true],
  ["a write without an origin", "POST", { "sec-fetch-site": "same-origin" }, false],
  ["a write that says nothing", "POST", {}, false],
  ["a write by a sandboxed page", "POST", { origin: "null" }, false],
  ["a write by another site", "POST", { origin: "https://evil.example.com" }, false],
  ["a write by a name that ends like ours", "POST", { origin: "https://evil-app.example.com" }, false],
  ["a write by a name that begins like ours", "POST", { origin: "https://app.example.com.evil" }, false],
  ["a write from another port", "POST", { origin: `${APP}:8443` }, false],
  ["a write from another scheme", "POST", { origin: "http://app.example.com" }, false],
  [
    "a write by another site that names itself the host",
    "POST",
    { origin: "https://evil.example.com", host: "evil.example.com", "x-forwarded-host": "evil.example.com" },
    false,
  ],
])("%s", (_what, method, headers, isOwn) => {
  expect(isFromOwnPage({ method, headers: new Headers(headers) }, APP)).toBe(isOwn);
});

test.each<[string, Record<string, string>, boolean]>([
  ["typed", { host: "app.example.com", "sec-fetch-site": "none" }, true],
  ["a link of ours", { host: "app.example.com", "sec-fetch-site": "same-origin" }, true],
  ["no browser", { host: "app.example.com" }, true],
  ["a link of another site", { host: "app.example.com", "sec-fetch-site": "cross-site" }, false],
  ["a sibling domain", { host: "app.example.com", "sec-fetch-site": "same-site" }, false],
  ["a name that was rebound to us", { host: "evil.example.com", "sec-fetch-site": "none" }, false],
])("a way to us: %s", (_what, headers, isOwn) => {
  expect(isOwnNavigation({ headers: new Headers(headers) }, APP)).toBe(isOwn);
});
