import type { Server } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { insertConnection } from "@/lib/db/connections";
import { withOrg } from "@/lib/db/control";
import { type ControlPlane, openControlPlane, plantOrganization } from "@/lib/db/control-plane.test-kit";
import { forgetEnv } from "@/lib/env";
import { newUuid } from "@/lib/ids";
import { sealCredentials } from "@/lib/vault/vault";
import { json, type SandboxResponse, serve } from "@/sandbox/server";
import { connectWith, openConnection } from "./open-connection";

let plane: ControlPlane;
let notion: { readonly url: string; readonly server: Server };
let organizationId: string;
let reply: SandboxResponse;
let asked = 0;

const ACCEPTED = json(200, { object: "user", type: "bot", bot: { workspace_id: "w", workspace_name: "W" } });
const limited = (reason: string): SandboxResponse => ({
  ...json(429, {
    ...{ object: "error", status: 429, code: "rate_limited", message: "slow" },
    additional_data: { rate_limit_reason: reason },
  }),
  headers: { "content-type": "application/json", "retry-after": "40" },
});

beforeAll(async () => {
  plane = await openControlPlane();
  ({ organizationId } = await plantOrganization("Acme"));
  notion = await serve(0, async () => {
    asked += 1;
    return reply;
  });
  Object.assign(process.env, { NOTION_API_URL: notion.url, NOTION_CALLS_PER_MINUTE: "60" });
  forgetEnv();
});

afterAll(async () => {
  for (const name of ["NOTION_API_URL", "NOTION_CALLS_PER_MINUTE"]) delete process.env[name];
  notion.server.closeAllConnections();
  notion.server.close();
  await plane.close();
});

beforeEach(() => {
  [asked, reply] = [0, ACCEPTED];
});

async function stored(accountId: string | null = null): Promise<string> {
  const id = newUuid();
  const sealed = await sealCredentials({ organizationId, connectionId: id }, { token: "ntn_TESTONLY" });
  await withOrg(organizationId, (db) =>
    insertConnection(db, organizationId, { id, kind: "notion", name: "N", label: "N", accountId }, sealed),
  );
  return id;
}

const account = async (id: string, lane?: "interactive") =>
  (await openConnection(organizationId, id, lane)).account();

test("what Notion asks of one worker, every worker of the connection heeds, and no other connection", async () => {
  const [id, another] = [await stored(), await stored()];
  reply = limited("public_api_request_rate_limit");
  await expect(account(id)).rejects.toMatchObject({ kind: "rate-limited", retryAfterMs: 40_000 });
  reply = ACCEPTED;
  const turned = await account(id, "interactive").catch((error: unknown) => error);
  expect(turned).toMatchObject({ kind: "rate-limited" });
  expect((turned as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(30_000);
  expect(asked).toBe(1);
  expect(await account(another)).toEqual({ id: "w", name: "W" });
});

test("a workspace's limit holds for all of its connections", async () => {
  const [one, other, elsewhere] = [await stored("w"), await stored("w"), await stored("x")];
  reply = limited("public_api_space_request_rate_limit");
  await expect(account(one)).rejects.toMatchObject({ kind: "rate-limited" });
  reply = ACCEPTED;
  await expect(account(other)).rejects.toMatchObject({ kind: "rate-limited" });
  expect(await account(elsewhere)).not.toBeNull();
});

test("runs leave the last calls to people", async () => {
  const id = await stored();
  const run = await openConnection(organizationId, id);
  const first = await Promise.allSettled(Array.from({ length: 40 }, () => run.account()));
  // 15 at once, and those whose turn came within the patience of a call.
  const through = first.filter(({ status }) => status === "fulfilled").length;
  expect(through).toBeGreaterThanOrEqual(15);
  expect(through).toBeLessThan(30);
  expect(asked).toBe(through);
  const before = Date.now();
  expect(await account(id, "interactive")).not.toBeNull();
  expect(Date.now() - before).toBeLessThan(1_000);
});

test("credentials that are only tried have a budget of their own", async () => {
  reply = limited("public_api_request_rate_limit");
  const tried = () => connectWith("notion", { token: "ntn_TESTONLY_tried" }).account();
  await expect(tried()).rejects.toMatchObject({ kind: "rate-limited" });
  reply = ACCEPTED;
  await expect(tried()).rejects.toMatchObject({ kind: "rate-limited" });
  expect(asked).toBe(1);
  expect(await account(await stored())).not.toBeNull();
});
