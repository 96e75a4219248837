import { createHash } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { noteApiKeyUse } from "@/lib/db/api-keys";
import { withOrg } from "@/lib/db/control";
import { findKeyHolder } from "@/lib/db/resolve";
import { uuidOf } from "@/lib/ids";
import { type ApiPlace, apiPlace } from "./testing/api-place";

let api: ApiPlace;

beforeAll(async () => {
  api = await apiPlace();
});

afterAll(() => api.close());

const make = async (): Promise<{ id: string; key: string }> =>
  (await api.post("/api-keys", { name: "Nightly export", scopes: ["read"] })).body;
const statusOf = async (key: string): Promise<number> => (await api.ask("GET /me", { key })).status;

describe("the time of a key's last use", () => {
  const MINUTE = 60_000;
  const noted = async (id: string) =>
    (await withOrg(api.ours.organizationId, (db) => db.apiKey.findFirst({ where: { id } })))?.lastUsedAt;
  const note = (id: string, at: Date) =>
    noteApiKeyUse(api.ours.organizationId, id, { at, unlessAfter: new Date(at.getTime() - MINUTE) });

  test("is written once a minute", async () => {
    const id = uuidOf("key", (await make()).id) ?? "";
    const start = Date.parse("2026-11-29T10:00:00Z");
    for (const [ms, then] of [
      [0, 0],
      [1, 0],
      [MINUTE - 1, 0],
      [MINUTE, MINUTE],
      [MINUTE + 1, MINUTE],
    ] as const) {
      await note(id, new Date(start + ms));
      expect(await noted(id), `after ${ms}`).toEqual(new Date(start + then));
    }
  });

  test("waits for no lock", async () => {
    const made = await make();
    const id = uuidOf("key", made.id) ?? "";
    const holder = new pg.Client({ connectionString: api.customerUrl });
    await holder.connect();
    await holder.query("begin");
    await holder.query("select set_config('app.org', $1, true)", [api.ours.organizationId]);
    await holder.query("select from api_key where id = $1 for update", [id]);
    await note(id, new Date());
    expect(await statusOf(made.key)).toBe(200);
    await holder.query("rollback");
    await holder.end();
    expect(await noted(id)).toBeNull();
    await note(id, new Date());
    expect(await noted(id)).not.toBeNull();
  });

  test("comes from a call", async () => {
    const made = await make();
    expect(await statusOf(made.key)).toBe(200);
    const id = uuidOf("key", made.id) ?? "";
    await expect.poll(() => noted(id)).not.toBeNull();
    const holder = await findKeyHolder(createHash("sha256").update(made.key).digest("hex"));
    expect(holder?.lastUsedAt).toEqual(await noted(id));
  });
});
