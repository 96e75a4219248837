import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { inngest } from "@/inngest/client";
import { forgetEnv } from "@/lib/env";
import { POST, PUT } from "./route";

vi.mock("@/inngest/registry", async () => {
  const { inngest: client } = await import("@/inngest/client");
  return { functions: [client.createFunction({ id: "nothing", triggers: [{ event: "none" }] }, () => {})] };
});

/** The addresses under which the job server was told to call us. */
const told: string[] = [];

const jobServer = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  told.push((JSON.parse(Buffer.concat(chunks).toString("utf8")) as { url: string }).url);
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ ok: true, modified: true }));
});

beforeAll(async () => {
  await new Promise<void>((resolve) => jobServer.listen(0, "127.0.0.1", resolve));
  Object.assign(process.env, {
    DATABASE_URL: "postgres://app@127.0.0.1:1/none",
    APP_URL: "https://app.example.com",
    APP_SECRET: "s".repeat(32),
    VAULT_KEY_FILE: "none",
    INNGEST_BASE_URL: `http://127.0.0.1:${(jobServer.address() as AddressInfo).port}`,
    INNGEST_SIGNING_KEY: `signkey-prod-${"0123456789abcdef".repeat(4)}`,
    INNGEST_EVENT_KEY: "event-key",
  });
  forgetEnv();
  inngest.setEnvVars(process.env);
});

afterAll(() => new Promise<void>((resolve) => jobServer.close(() => resolve())));

test("the job server is told our address, whatever host a caller names", async () => {
  const headers = { host: "evil.example.com", "x-forwarded-host": "evil.example.com" };
  const request = new NextRequest("https://evil.example.com/api/inngest", { method: "PUT", headers });
  expect((await PUT(request, {})).status).toBe(200);
  expect(told).toEqual(["https://app.example.com/api/inngest"]);
});

test("a body over 36 MB is refused before the SDK reads it, however it comes", async () => {
  let sent = 0;
  const endless = new ReadableStream({
    pull: (controller) => {
      sent += 1;
      controller.enqueue(new Uint8Array(1024 * 1024));
    },
  });
  const url = "https://app.example.com/api/inngest";
  const answer = await POST(new NextRequest(url, { method: "POST", body: endless, duplex: "half" }), {});
  expect([answer.status, answer.headers.get("content-type")]).toEqual([413, "application/problem+json"]);
  expect(sent).toBeLessThan(45);
});
