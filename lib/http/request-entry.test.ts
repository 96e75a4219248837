import { expect, test } from "vitest";
import { POST } from "@/app/api/[...path]/route";
import { ALLOWED_HEADER, mend } from "./request-entry";

function mended(method: string, url: string, headers: Record<string, string> = {}) {
  const request = { method, url, headers };
  mend(request);
  return request;
}

test.each([
  ["/api/v1/connections/%zz", "/api/v1/connections/%25zz"],
  ["/%", "/%25"],
  ["*", "/%2A"],
  ["/%E0%A4%A?q=%zz", "/%25E0%25A4%25A?q=%zz"],
  ["/api/v1/me?__proto__=1&a=__proto__", "/api/v1/me?%5B__proto__%5D=1&a=__proto__"],
  ["/api/v1/me?a&%5F_proto__&__proto__[a]=1", "/api/v1/me?a&%5B__proto__%5D&__proto__[a]=1"],
  ["/api/v1/rows/%6D?q=%", "/api/v1/rows/%6D?q=%"],
])("%s is asked as %s", (url, as) => expect(mended("GET", url).url).toBe(as));

test.each([
  ["PUT", "/api/v1/me?fields=id", "GET, HEAD, OPTIONS"],
  ["TRACE", "/api/v1/me", "GET, HEAD, OPTIONS"],
  ["HEAD", "/api/v1/runs/run_1/undo", "OPTIONS, POST"],
  ["PROPFIND", "/api/v1/registries/%zz", "DELETE, GET, HEAD, OPTIONS, PATCH"],
  ["TRACE", "/account", "GET, HEAD, POST"],
])("%s %s is refused, with what the address takes", async (method, url, allow) => {
  const request = mended(method, url);
  expect(request).toMatchObject({ method: "POST", url: "/api/refused" });
  const response = POST(new Request(`https://app.example.com${request.url}`, request));
  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe(allow);
  expect(response.headers.get("cache-control")).toBe("private, no-store");
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await response.json()).toMatchObject({
    type: "urn:chittysync:problem:method-not-allowed",
    detail: `This address takes ${allow}.`,
  });
});

test("what an address has goes on, and nobody says himself what it would have", () => {
  for (const [method, url] of [
    ["GET", "/api/v1/me"],
    ["HEAD", "/api/v1/me"],
    ["OPTIONS", "/api/v1/me"],
    ["POST", "/account"],
    ["PUT", "/api/nothing"],
  ] as const)
    expect(mended(method, url, { [ALLOWED_HEADER]: "X" })).toEqual({ method, url, headers: {} });
});
