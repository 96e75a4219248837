import { afterEach, describe, expect, it } from "vitest";
import { openGoogleSheets } from "./connector";
import { openStock, type Stock } from "./stock.test-kit";

let stock: Stock;
afterEach(() => stock.dispose());

/** A person's account behind this way out. */
function connectedBy(fetch: typeof globalThis.fetch, ...scopes: readonly string[]) {
  const { url } = stock.desk.at;
  const made = stock.desk.at.control<{ accessToken: string; scopes: readonly string[] }>("create-account", {
    email: "ada@example.com",
    scopes,
  });
  const out = { fetch, openSocket: () => Promise.reject(new Error("a spreadsheet needs no socket")) };
  const credentials = { accessToken: made.accessToken, scope: made.scopes.join(" ") };
  return openGoogleSheets(credentials, out, { apiUrl: url, oauthUrl: url });
}

describe("an API that the project has turned off", () => {
  /** As Google answers it, in either of its two forms. */
  const off = (service: string | null) => {
    const detail = {
      "@type": "type.googleapis.com/google.rpc.ErrorInfo",
      reason: "SERVICE_DISABLED",
      domain: "googleapis.com",
      metadata: { service: `${service}.googleapis.com`, consumer: "projects/4711" },
    };
    const more = service === null ? { errors: [{ reason: "accessNotConfigured" }] } : { details: [detail] };
    const error = { code: 403, status: "PERMISSION_DENIED", message: "has not been used", ...more };
    return Response.json({ error }, { status: 403 });
  };
  const LIBRARY = "https://console.cloud.google.com/apis/library";

  it.each([
    [
      "drive",
      "Google's Drive API is turned off in its project.",
      `${LIBRARY}/drive.googleapis.com?project=4711`,
    ],
    [
      "sheets",
      "Google's Sheets API is turned off in its project.",
      `${LIBRARY}/sheets.googleapis.com?project=4711`,
    ],
    [
      null,
      "Google's Sheets or Drive API is turned off in its project.",
      "https://console.cloud.google.com/apis/dashboard",
    ],
  ])("%s", async (service, message, copy) => {
    stock = await openStock();
    const path = service === "sheets" ? "/v4/spreadsheets/" : "/drive/v3/files";
    const fetch: typeof globalThis.fetch = async (input, init) =>
      String(input).includes(path) ? off(service) : globalThis.fetch(input, init);
    const checks = await connectedBy(fetch, "spreadsheets", "drive.metadata.readonly").check();
    expect(checks.map(({ ok }) => ok)).toEqual([true, true, false, null]);
    expect(checks[2]).toMatchObject({
      message,
      remedy: "The owner of the project enables it on this page; it takes effect within a few minutes:",
      copy,
    });
  });

  it("is not taken for an empty list of tabs", async () => {
    stock = await openStock();
    const fetch: typeof globalThis.fetch = async (input, init) =>
      String(input).includes("/v4/") ? off("sheets") : globalThis.fetch(input, init);
    await expect(connectedBy(fetch, "drive").locations("")).rejects.toMatchObject({
      kind: "connection-broken",
      remedy: `Enable it at ${LIBRARY}/sheets.googleapis.com?project=4711, and try again in a few minutes.`,
    });
  });
});
