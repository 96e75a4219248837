import { beforeAll, expect, test } from "vitest";
import { forgetEnv } from "@/lib/env";
import { GET } from "./route";

beforeAll(() => {
  Object.assign(process.env, {
    DATABASE_URL: "postgres://app@127.0.0.1:1/none",
    APP_URL: "https://app.example.com",
    APP_SECRET: "s".repeat(32),
    VAULT_KEY_FILE: "none",
  });
  forgetEnv();
});

test.each([
  ["", "/"],
  ["?org=", "/"],
  ["?org=/evil.example.com", "/"],
  ["?org=org_01h455vb4pex5vsknk084sn02q", "/org_01h455vb4pex5vsknk084sn02q/connections"],
])("whom another site sends with %s stays here", async (query, place) => {
  const headers = { host: "app.example.com", "sec-fetch-site": "cross-site" };
  const request = new Request(`https://app.example.com/api/oauth/google/start${query}`, { headers });
  const answer = await GET(request, { params: Promise.resolve({ kind: "google" }) });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, place]);
});
