import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Scope } from "@/lib/auth/policy";
import { newUuid, uuidOf } from "@/lib/ids";
import { type ApiPlace, apiPlace, sidesOn } from "./testing/api-place";

const SCOPES: readonly Scope[] = ["read", "write", "runs:start", "runs:approve", "audit:read", "admin"];

let api: ApiPlace;

beforeAll(async () => {
  api = await apiPlace();
});

afterAll(() => api.close());

test("me: the organization, the role, the scopes, the plan, the usage", async () => {
  const { status, body } = await api.get("/me");
  expect(status).toBe(200);
  expect(body).toMatchObject({
    organization: { id: api.ours.id, name: "ours" },
    role: "owner",
    scopes: SCOPES.toSorted(),
    plan: "professional",
  });
});

describe("connections", () => {
  test("come out without any part of their credentials", async () => {
    const password = new URL(api.customerUrl).password;
    expect(password.length).toBeGreaterThan(5);
    const [one, list] = await Promise.all([
      api.get(`/connections/${api.connectionId}`),
      api.get("/connections"),
    ]);
    expect(one.body).toMatchObject({ id: api.connectionId, kind: "postgres", status: "working" });
    expect(list.body).toEqual({ data: [one.body], nextCursor: null });
    expect(JSON.stringify([one.body, list.body])).not.toContain(password);
  });

  test("credentials that do not work are refused, kept nowhere and repeated nowhere", async () => {
    const url = new URL(api.customerUrl);
    url.password = "hunter2hunter2";
    const body = { kind: "postgres", name: "Wrong", credentials: { url: url.href } };
    const refused = await api.post("/connections", body);
    expect([422, 424]).toContain(refused.status);
    expect(JSON.stringify(refused.body)).not.toContain("hunter2");
    expect((await api.get("/connections")).body.data).toHaveLength(1);
  });

  test("check, locations and fields", async () => {
    const checks = await api.post(`/connections/${api.connectionId}/check`);
    expect(checks.status).toBe(200);
    expect(checks.body.data.filter((check: { ok: boolean }) => check.ok === false)).toEqual([]);
    const found = await api.get(`/connections/${api.connectionId}/locations?query=cit`);
    expect(found.body.data.map((place: { location: object }) => place.location)).toEqual([
      { schema: "crm", table: "cities" },
    ]);
    const [{ id }] = found.body.data;
    const fields = await api.get(
      `/connections/${api.connectionId}/locations/${encodeURIComponent(id)}/fields`,
    );
    expect(fields.body.fields.map((field: { name: string }) => field.name)).toEqual([
      "code",
      "name",
      "people",
    ]);
    expect((await api.get(`/connections/${api.connectionId}/locations/nowhere/fields`)).status).toBe(404);
  });

  test("one in use stays, one that is not goes", async () => {
    const inUse = await api.ask(`DELETE /connections/${api.connectionId}`, { key: api.ours.apiKey });
    expect(inUse.status).toBe(409);
    const spare = await api.post("/connections", {
      kind: "postgres",
      name: "Spare",
      credentials: { url: api.customerUrl },
    });
    expect(spare.headers.get("location")).toBe(`/api/v1/connections/${spare.body.id}`);
    const gone = await api.ask(`DELETE /connections/${spare.body.id}`, { key: api.ours.apiKey });
    expect([gone.status, gone.body]).toEqual([204, ""]);
    expect((await api.get(`/connections/${spare.body.id}`)).status).toBe(404);
  });
});

describe("registries", () => {
  test("are proposed whole from what was sent", async () => {
    const { body } = await api.get(`/registries/${api.registryId}`);
    expect(body).toMatchObject({
      name: "Cities",
      key: ["code"],
      mode: "bidirectional",
      schedule: "hourly",
      conflict: "last-write-wins",
      deletes: "hold",
      brakes: {},
      authority: null,
      state: "draft",
    });
    expect(body.sides.map((side: { location: object }) => side.location)).toEqual([
      { schema: "crm", table: "cities" },
      { schema: "crm", table: "towns" },
    ]);
    expect((await api.get("/registries")).body.data).toEqual([body]);
  });

  test("faults come with their paths", async () => {
    const unknown = await api.post("/registries", {
      name: "X",
      key: ["nope"],
      sides: sidesOn(api.connectionId, "left_over", "right_over"),
    });
    expect(unknown.status).toBe(422);
    expect(unknown.body.paths).toEqual([{ path: "/key/0", message: 'There is no field "nope".' }]);
    const typo = await api.post("/registries", { name: "X", key: ["code"], sides: [], colour: "red" });
    expect(typo.body.paths.map(({ path }: { path: string }) => path).toSorted()).toEqual([
      "/colour",
      "/sides",
    ]);
  });

  test("a name that is taken is refused, new or changed", async () => {
    const again = await api.post("/registries", {
      name: "Cities",
      key: ["code"],
      sides: sidesOn(api.connectionId, "left_over", "right_over"),
    });
    expect([again.status, again.body.paths[0].path]).toEqual([422, "/name"]);
    const other = await api.post("/registries", {
      name: "Over",
      key: ["code"],
      sides: sidesOn(api.connectionId, "left_over", "right_over"),
    });
    const renamed = await api.ask(`PATCH /registries/${other.body.id}`, {
      key: api.ours.apiKey,
      body: { name: "Cities" },
    });
    expect([renamed.status, renamed.body.paths[0].path]).toEqual([422, "/name"]);
    const removed = await api.ask(`DELETE /registries/${other.body.id}`, { key: api.ours.apiKey });
    expect(removed.status).toBe(204);
    expect((await api.get(`/registries/${other.body.id}`)).status).toBe(404);
  });

  test("change, pause and resume", async () => {
    const changed = await api.ask(`PATCH /registries/${api.registryId}`, {
      key: api.ours.apiKey,
      body: { deletes: "never", brakes: { deletedShare: 0.2 } },
    });
    expect(changed.body).toMatchObject({ deletes: "never", brakes: { deletedShare: 0.2 }, name: "Cities" });
    expect((await api.post(`/registries/${api.registryId}/pause`)).body.state).toBe("paused");
    const refused = await api.post(`/registries/${api.registryId}/runs`, { kind: "dry-run" });
    expect([refused.status, refused.body.remedy]).toEqual([409, expect.any(String)]);
    expect((await api.post(`/registries/${api.registryId}/resume`)).body.state).toBe("draft");
  });
});

describe("runs", () => {
  test("are asked for once per syncId and reach the job server", async () => {
    const syncId = newUuid();
    const asked = await api.post(`/registries/${api.registryId}/runs`, { kind: "dry-run", syncId });
    expect([asked.status, asked.body.status, asked.body.syncId]).toEqual([202, "queued", syncId]);
    expect(asked.headers.get("location")).toBe(`/api/v1/runs/${asked.body.id}`);
    const again = await api.post(`/registries/${api.registryId}/runs`, { kind: "dry-run", syncId });
    expect([again.status, again.body.id]).toEqual([202, asked.body.id]);
    expect((await api.post(`/registries/${api.registryId}/runs`, { kind: "sync", syncId })).status).toBe(409);
    const runId = uuidOf("run", asked.body.id);
    const sent = api.events.filter(({ data }) => data.runId === runId);
    expect(sent).toMatchObject([
      { name: "sync/run.requested", data: { organizationId: api.ours.organizationId } },
    ]);
    expect((await api.get(`/runs/${asked.body.id}`)).body).toMatchObject({
      id: asked.body.id,
      registryId: api.registryId,
    });
    expect((await api.get(`/runs/${asked.body.id}/changes`)).body).toEqual({ data: [], nextCursor: null });
    const planHash = "0".repeat(64);
    expect((await api.post(`/runs/${asked.body.id}/approve`, { planHash })).status).toBe(409);
    expect((await api.post(`/runs/${asked.body.id}/reject`)).status).toBe(409);
  });

  test("no body is a sync", async () => {
    const asked = await api.post(`/registries/${api.registryId}/runs`);
    expect([asked.status, asked.body.kind]).toEqual([202, "sync"]);
  });

  test("come newest first, each once, page by page", async () => {
    const made: string[] = [];
    for (let count = 0; count < 60; count += 1) {
      const run = await api.post(`/registries/${api.registryId}/runs`, {
        kind: "dry-run",
        syncId: newUuid(),
      });
      made.push(run.body.id);
    }
    const first = await api.get(`/registries/${api.registryId}/runs`);
    expect(first.body.data).toHaveLength(50);
    const second = await api.get(`/registries/${api.registryId}/runs?cursor=${first.body.nextCursor}`);
    expect(second.body.nextCursor).toBeNull();
    const ids = [...first.body.data, ...second.body.data].map(({ id }: { id: string }) => id);
    expect(ids.slice(0, 60)).toEqual(made.toReversed());
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(["runs", "rows", "conflicts"])("a cursor of %s that is not ours is refused", async (list) => {
    for (const cursor of ["", "a.b", Buffer.from("[1]").toString("base64url"), "AAAA"]) {
      const answer = await api.get(`/registries/${api.registryId}/${list}?cursor=${cursor}`);
      // Rows page by key: any text is a place among keys.
      expect(answer.status, cursor).toBe(list === "rows" && /^[\w-]+$/.test(cursor) ? 200 : 422);
    }
  });
});
