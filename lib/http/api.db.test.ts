import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeApiKey } from "@/lib/auth/api-key";
import type { Scope } from "@/lib/auth/policy";
import { openSession } from "@/lib/auth/session";
import { withOrg } from "@/lib/db/control";
import { insertApiKey } from "@/lib/db/organizations";
import { personWithEmail } from "@/lib/db/resolve";
import { withRows } from "@/lib/db/row-store";
import { newUuid, publicId, uuidOf } from "@/lib/ids";
import { createOrganization } from "@/lib/services/organizations/create-organization";
import { allOperations } from "./operations/all";
import { type ApiPlace, apiPlace } from "./testing/api-place";

interface Tenant {
  readonly organizationId: string;
  readonly id: string;
  readonly apiKey: string;
}

const SCOPES: readonly Scope[] = ["read", "write", "runs:start", "runs:approve", "audit:read", "admin"];

let api: ApiPlace;
let ours: Tenant;
let theirs: Tenant;

const tenant = (name: string): Promise<Tenant> =>
  createOrganization({ name, plan: "free", owner: { email: `${name}@example.com`, name } });

async function serviceKey(scopes: readonly Scope[]): Promise<string> {
  const { text, hash, hint } = makeApiKey();
  await withOrg(ours.organizationId, (db) =>
    insertApiKey(db, ours.organizationId, { id: newUuid(), name: "k", hash, hint, scopes, personId: null }),
  );
  return text;
}

async function sql(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: api.ownerUrl });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

const get = (path: string, key = ours.apiKey) => api.ask(`GET ${path}`, { key });
const post = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
  api.ask(`POST ${path}`, { key: ours.apiKey, body, headers });

let connectionId: string;
let registryId: string;

const sidesOf = (...tables: string[]) =>
  tables.map((table) => ({ connectionId, location: { schema: "crm", table } }));

beforeAll(async () => {
  api = await apiPlace();
  [ours, theirs] = await Promise.all([tenant("ours"), tenant("theirs")]);
  await sql(`
    create schema crm;
    create table crm.cities (code text primary key, name text, people bigint);
    create table crm.towns (code text primary key, name text, people bigint);
    create table crm.left_over (code text primary key);
    create table crm.right_over (code text primary key);
    create table crm.people (mail text primary key, name text);
    create table crm.persons (mail text primary key, name text);
    insert into crm.cities values ('PAR', 'Paris', 2100000)`);
  const made = await post("/connections", {
    kind: "postgres",
    name: "Warehouse",
    credentials: { url: api.ownerUrl },
  });
  expect(made.status).toBe(201);
  connectionId = made.body.id;
  const registry = await post("/registries", {
    name: "Cities",
    key: ["code"],
    sides: sidesOf("cities", "towns"),
  });
  
  console.log(JSON.stringify(registry.body));
  registryId = registry.body.id;
});

afterAll(() => api.close());

test("me: the organization, the role, the scopes, the plan, the usage", async () => {
  const { status, body } = await get("/me");
  expect(status).toBe(200);
  expect(body).toMatchObject({
    organization: { id: ours.id, name: "ours" },
    role: "owner",
    scopes: SCOPES.toSorted(),
    plan: "free",
  });
});

describe("connections", () => {
  test("come out without any part of their credentials", async () => {
    const password = new URL(api.ownerUrl).password;
    expect(password.length).toBeGreaterThan(5);
    const [one, list] = await Promise.all([get(`/connections/${connectionId}`), get("/connections")]);
    expect(one.body).toMatchObject({ id: connectionId, kind: "postgres", status: "working" });
    expect(list.body).toEqual({ data: [one.body], nextCursor: null });
    expect(JSON.stringify([one.body, list.body])).not.toContain(password);
  });

  test("credentials that do not work are refused, kept nowhere and repeated nowhere", async () => {
    const url = new URL(api.ownerUrl);
    url.password = "hunter2hunter2";
    const body = { kind: "postgres", name: "Wrong", credentials: { url: url.href } };
    const refused = await post("/connections", body);
    expect([422, 424]).toContain(refused.status);
    expect(JSON.stringify(refused.body)).not.toContain("hunter2");
    expect((await get("/connections")).body.data).toHaveLength(1);
  });

  test("check, locations and fields", async () => {
    const checks = await post(`/connections/${connectionId}/check`);
    expect(checks.status).toBe(200);
    expect(checks.body.data.filter((check: { ok: boolean }) => check.ok === false)).toEqual([]);
    const found = await get(`/connections/${connectionId}/locations?query=cit`);
    expect(found.body.data.map((place: { location: object }) => place.location)).toEqual([
      { schema: "crm", table: "cities" },
    ]);
    const [{ id }] = found.body.data;
    const fields = await get(`/connections/${connectionId}/locations/${encodeURIComponent(id)}/fields`);
    expect(fields.body.fields.map((field: { name: string }) => field.name)).toEqual([
      "code",
      "name",
      "people",
    ]);
    expect((await get(`/connections/${connectionId}/locations/nowhere/fields`)).status).toBe(404);
  });

  test("one in use stays, one that is not goes", async () => {
    const inUse = await api.ask(`DELETE /connections/${connectionId}`, { key: ours.apiKey });
    expect(inUse.status).toBe(409);
    const spare = await post("/connections", {
      kind: "postgres",
      name: "Spare",
      credentials: { url: api.ownerUrl },
    });
    expect(spare.headers.get("location")).toBe(`/api/v1/connections/${spare.body.id}`);
    const gone = await api.ask(`DELETE /connections/${spare.body.id}`, { key: ours.apiKey });
    expect([gone.status, gone.body]).toEqual([204, ""]);
    expect((await get(`/connections/${spare.body.id}`)).status).toBe(404);
  });
});

describe("registries", () => {
  test("are proposed whole from what was sent", async () => {
    const { body } = await get(`/registries/${registryId}`);
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
    expect((await get("/registries")).body.data).toEqual([body]);
  });

  test("faults come with their paths", async () => {
    const unknown = await post("/registries", {
      name: "X",
      key: ["nope"],
      sides: sidesOf("left_over", "right_over"),
    });
    expect(unknown.status).toBe(422);
    expect(unknown.body.paths).toEqual([{ path: "/key/0", message: 'There is no field "nope".' }]);
    const typo = await post("/registries", { name: "X", key: ["code"], sides: [], colour: "red" });
    expect(typo.body.paths.map(({ path }: { path: string }) => path).toSorted()).toEqual([
      "/colour",
      "/sides",
    ]);
  });

  test("a name that is taken is refused, new or changed", async () => {
    const again = await post("/registries", {
      name: "Cities",
      key: ["code"],
      sides: sidesOf("left_over", "right_over"),
    });
    expect([again.status, again.body.paths[0].path]).toEqual([422, "/name"]);
    const other = await post("/registries", {
      name: "Over",
      key: ["code"],
      sides: sidesOf("left_over", "right_over"),
    });
    const renamed = await api.ask(`PATCH /registries/${other.body.id}`, {
      key: ours.apiKey,
      body: { name: "Cities" },
    });
    expect([renamed.status, renamed.body.paths[0].path]).toEqual([422, "/name"]);
    const removed = await api.ask(`DELETE /registries/${other.body.id}`, { key: ours.apiKey });
    expect(removed.status).toBe(204);
    expect((await get(`/registries/${other.body.id}`)).status).toBe(404);
  });

  test("change, pause and resume", async () => {
    const changed = await api.ask(`PATCH /registries/${registryId}`, {
      key: ours.apiKey,
      body: { deletes: "archive", brakes: { deletedShare: 0.2 } },
    });
    expect(changed.body).toMatchObject({ deletes: "archive", brakes: { deletedShare: 0.2 }, name: "Cities" });
    expect((await post(`/registries/${registryId}/pause`)).body.state).toBe("paused");
    const refused = await post(`/registries/${registryId}/runs`, { kind: "dry-run" });
    expect([refused.status, refused.body.remedy]).toEqual([409, expect.any(String)]);
    expect((await post(`/registries/${registryId}/resume`)).body.state).toBe("draft");
  });
});

describe("runs", () => {
  test("are asked for once per syncId and reach the job server", async () => {
    const syncId = newUuid();
    const asked = await post(`/registries/${registryId}/runs`, { kind: "dry-run", syncId });
    expect([asked.status, asked.body.status, asked.body.syncId]).toEqual([202, "queued", syncId]);
    expect(asked.headers.get("location")).toBe(`/api/v1/runs/${asked.body.id}`);
    const again = await post(`/registries/${registryId}/runs`, { kind: "dry-run", syncId });
    expect([again.status, again.body.id]).toEqual([202, asked.body.id]);
    expect((await post(`/registries/${registryId}/runs`, { kind: "sync", syncId })).status).toBe(409);
    const runId = uuidOf("run", asked.body.id);
    const sent = api.events.filter(({ data }) => data.runId === runId);
    expect(sent).toMatchObject([
      { name: "sync/run.requested", data: { organizationId: ours.organizationId } },
    ]);
    expect((await get(`/runs/${asked.body.id}`)).body).toMatchObject({ id: asked.body.id, registryId });
    expect((await get(`/runs/${asked.body.id}/changes`)).body).toEqual({ data: [], nextCursor: null });
    const planHash = "0".repeat(64);
    expect((await post(`/runs/${asked.body.id}/approve`, { planHash })).status).toBe(409);
    expect((await post(`/runs/${asked.body.id}/reject`)).status).toBe(409);
  });

  test("no body is a sync", async () => {
    const asked = await post(`/registries/${registryId}/runs`);
    expect([asked.status, asked.body.kind]).toEqual([202, "sync"]);
  });

  test("come newest first, each once, page by page", async () => {
    const made: string[] = [];
    for (let count = 0; count < 60; count += 1) {
      const run = await post(`/registries/${registryId}/runs`, { kind: "dry-run", syncId: newUuid() });
      made.push(run.body.id);
    }
    const first = await get(`/registries/${registryId}/runs`);
    expect(first.body.data).toHaveLength(50);
    const second = await get(`/registries/${registryId}/runs?cursor=${first.body.nextCursor}`);
    expect(second.body.nextCursor).toBeNull();
    const ids = [...first.body.data, ...second.body.data].map(({ id }: { id: string }) => id);
    expect(ids.slice(0, 60)).toEqual(made.toReversed());
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(["runs", "rows", "conflicts"])("a cursor of %s that is not ours is refused", async (list) => {
    for (const cursor of ["", "a.b", Buffer.from("[1]").toString("base64url"), "AAAA"]) {
      const answer = await get(`/registries/${registryId}/${list}?cursor=${cursor}`);
      // Rows page by key: any text is a place among keys.
      expect(answer.status, cursor).toBe(list === "rows" && /^[\w-]+$/.test(cursor) ? 200 : 422);
    }
  });
});

describe("relations", () => {
  const [paris, rome, ada, gone] = [newUuid(), newUuid(), newUuid(), newUuid()];
  let peopleId: string;
  let runId: string;

  beforeAll(async () => {
    const people = await post("/registries", {
      name: "People",
      key: ["mail"],
      fields: [
        { name: "mail", type: "text" },
        { name: "Lives in", type: "relation", target: registryId },
      ],
      sides: sidesOf("people", "persons"),
    });
    peopleId = people.body.id;
    const asked = await post(`/registries/${peopleId}/runs`, { kind: "dry-run" });
    runId = asked.body.id;
    const [cities, persons, run] = [uuidOf("reg", registryId), uuidOf("reg", peopleId), uuidOf("run", runId)];
    const side = uuidOf("sid", people.body.sides[0].id);
    const lives = people.body.fields[1].id;
    await withRows(ours.organizationId, async (client) => {
      const base = `insert into rows.base (organization_id, registry_id, row_id, key, hash, cells) values ($1, $2, $3, $4, 'h', $5)`;
      const org = ours.organizationId;
      await client.query(base, [org, cities, paris, '["PAR"]', { code: "PAR" }]);
      await client.query(base, [org, cities, rome, '["ROM","IT"]', { code: "ROM" }]);
      await client.query(base, [
        org,
        persons,
        ada,
        '["ada@x"]',
        { mail: "ada@x", [lives]: [rome, paris, gone] },
      ]);
      await client.query(
        `insert into rows.plan (organization_id, run_id, ordinal, chunk, row_id, key, side_id, op, before, cells)
         values ($1, $2, 0, 0, $3, '["ada@x"]', $4, 'update', $5, $6)`,
        [org, run, ada, side, { [lives]: [rome] }, { [lives]: [paris] }],
      );
      // One transaction, so all have one time: a page must not end in the middle of it and lose the rest.
      await client.query(
        `insert into rows.conflict (organization_id, registry_id, run_id, row_id, key, kind, field, detail, resolved, decided_by)
         select $1, $2, $3, gen_random_uuid(), '["ada@x"]', 'cell', $4, $5, n > 30, 'hash' from generate_series(1, 120) n`,
        [
          org,
          persons,
          run,
          lives,
          { base: [paris], winner: null, candidates: [{ sideId: side, value: [rome] }] },
        ],
      );
    });
  });

  test("rows show the keys of the rows they point at", async () => {
    const { body } = await get(`/registries/${peopleId}/rows?key=ada@x`);
    expect(body.data).toMatchObject([
      {
        key: ["ada@x"],
        cells: { mail: "ada@x", "Lives in": ["PAR", "ROM, IT", publicId("row", gone)].toSorted() },
      },
    ]);
    expect(
      (await get(`/registries/${peopleId}/rows?key=${encodeURIComponent('["nobody"]')}`)).body.data,
    ).toEqual([]);
  });

  test("changes do, before and after", async () => {
    const { body } = await get(`/runs/${runId}/changes`);
    expect(body.data).toMatchObject([
      { cells: [{ field: "Lives in", before: ["ROM, IT"], after: ["PAR"] }] },
    ]);
  });

  test("conflicts do, and come each once, those that wait first", async () => {
    const seen: { id: string; resolved: boolean }[] = [];
    let cursor = "";
    do {
      const { body } = await get(`/registries/${peopleId}/conflicts${cursor && `?cursor=${cursor}`}`);
      seen.push(...body.data);
      cursor = body.nextCursor ?? "";
    } while (cursor);
    expect(seen[0]).toMatchObject({ base: ["PAR"], winner: null, candidates: [{ value: ["ROM, IT"] }] });
    expect(new Set(seen.map(({ id }) => id)).size).toBe(120);
    expect(seen.map(({ resolved }) => resolved)).toEqual(Array.from({ length: 120 }, (_, at) => at >= 30));
  });

  test("issues are a list", async () => {
    expect((await get(`/registries/${peopleId}/issues`)).body).toEqual({ data: [], nextCursor: null });
  });
});

describe("an Idempotency-Key", () => {
  const runs = () => `/registries/${registryId}/runs`;

  test("answers the same request with the same answer, and another with 409", async () => {
    const headers = { "idempotency-key": newUuid() };
    const first = await post(runs(), { syncId: newUuid(), kind: "dry-run" }, headers);
    const body = { syncId: first.body.syncId, kind: "dry-run" };
    const again = await post(runs(), body, headers);
    expect([again.status, again.body]).toEqual([202, first.body]);
    expect(again.headers.get("location")).toBe(first.headers.get("location"));
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect((await post(runs(), { ...body, syncId: newUuid() }, headers)).status).toBe(409);
    expect((await post(`/registries/${registryId}/pause`, undefined, headers)).status).toBe(409);
    expect((await get(`/registries/${registryId}`)).body.state).not.toBe("paused");
  });

  test("makes one thing of many requests at once", async () => {
    const headers = { "idempotency-key": "many at once".replaceAll(" ", "-") };
    const body = { kind: "postgres", name: "Once", credentials: { url: api.ownerUrl } };
    const answers = await Promise.all(Array.from({ length: 5 }, () => post("/connections", body, headers)));
    expect(answers.map(({ status }) => status).filter((status) => status !== 201 && status !== 409)).toEqual(
      [],
    );
    const made = (await get("/connections")).body.data.filter(
      ({ name }: { name: string }) => name === "Once",
    );
    expect(made).toHaveLength(1);
    const after = await post("/connections", body, headers);
    expect([after.status, after.body.id]).toEqual([201, made[0].id]);
  });

  test("is free again when its request was refused", async () => {
    const headers = { "idempotency-key": newUuid() };
    const syncId = newUuid();
    await post(`/registries/${registryId}/pause`);
    expect((await post(runs(), { syncId, kind: "dry-run" }, headers)).status).toBe(409);
    await post(`/registries/${registryId}/resume`);
    expect((await post(runs(), { syncId, kind: "dry-run" }, headers)).status).toBe(202);
  });

  test("is its sender's own", async () => {
    const headers = { "idempotency-key": newUuid() };
    const body = { syncId: newUuid(), kind: "dry-run" };
    await post(runs(), body, headers);
    const key = await serviceKey(["read"]);
    expect((await api.ask(`POST ${runs()}`, { key, body, headers })).status).toBe(403);
  });

  test("is forgotten after a day, and a request that died after five minutes", async () => {
    const headers = { "idempotency-key": newUuid() };
    const body = { syncId: newUuid(), kind: "dry-run" };
    const first = await post(runs(), body, headers);
    const age = (what: string) =>
      withOrg(ours.organizationId, (db) =>
        db.$executeRawUnsafe(
          `update idempotency_key set ${what} where key like '%' || $1`,
          headers["idempotency-key"],
        ),
      );
    await age("created_at = now() - interval '23 hours'");
    expect((await post(runs(), body, headers)).headers.get("idempotency-replayed")).toBe("true");
    await age("created_at = now() - interval '25 hours'");
    const later = await post(runs(), body, headers);
    expect([later.body.id, later.headers.get("idempotency-replayed")]).toEqual([first.body.id, null]);
    await age("status = null, created_at = now() - interval '4 minutes'");
    const inFlight = await post(runs(), body, headers);
    expect([inFlight.status, inFlight.headers.get("retry-after")]).toEqual([409, "2"]);
    await age("created_at = now() - interval '6 minutes'");
    expect((await post(runs(), body, headers)).status).toBe(202);
  });

  test("that is no key is refused", async () => {
    const refused = await post(runs(), {}, { "idempotency-key": "x".repeat(201) });
    expect(refused.status).toBe(422);
  });
});

/** A target on an operation's path, with the ids of the one organization that has them. */
function targetOf(path: string, runId: string): string {
  const id = path.startsWith("/connections") ? connectionId : path.startsWith("/runs") ? runId : registryId;
  return path.replace("{id}", id).replace("{locationId}", "x");
}

const withId = allOperations.filter(({ path }) => path.includes("{id}"));

test.each(withId.map((operation) => [operation.id, operation] as const))(
  "%s answers for another organization's id as for none",
  async (_id, { method, path, example }) => {
    const asked = await post(`/registries/${registryId}/runs`, { kind: "shadow" });
    const target = targetOf(path, asked.body.id);
    const missing = target.replace(/_[0-9a-z]{26}/, `_${"0".repeat(26)}`);
    const [foreign, none] = await Promise.all(
      [target, missing].map((each) => api.ask(`${method} ${each}`, { key: theirs.apiKey, body: example })),
    );
    expect(foreign?.status).toBe(404);
    expect({ ...foreign?.body, requestId: "" }).toEqual({ ...none?.body, requestId: "" });
  },
);

test.each(allOperations.map((operation) => [operation.id, operation] as const))(
  "%s needs the scope that its document names",
  async (_id, { method, path, scope, example }) => {
    const target = path.replace("{id}", "none").replace("{locationId}", "x");
    const lacking = await serviceKey(SCOPES.filter((each) => each !== scope));
    const refused = await api.ask(`${method} ${target}`, { key: lacking, body: example });
    expect([refused.status, refused.body.detail]).toEqual([403, expect.stringContaining("permission")]);
  },
);

test("a side on another organization's connection is a connection that does not exist", async () => {
  const body = { name: "Stolen", key: ["code"], sides: sidesOf("left_over", "right_over") };
  const answer = await api.ask("POST /registries", { key: theirs.apiKey, body });
  expect([answer.status, answer.body.paths[0].path]).toEqual([422, "/sides/0/connectionId"]);
});

test("a signed-in owner's browser uses the same API, within his own organization", async () => {
  const owner = await personWithEmail(newUuid(), "ours@example.com", "ours");
  const token = await openSession(owner, new Date());
  const ask = async (organization: string) => {
    const { GET } = await import("@/app/api/v1/me/route");
    const headers = { cookie: `chittysync_session=${token}`, "x-chittysync-org": organization };
    const response = await GET(new Request("http://127.0.0.1:3000/api/v1/me", { headers }));
    return { status: response.status, body: await response.json() };
  };
  expect(await ask(ours.id)).toMatchObject({ status: 200, body: { role: "owner" } });
  expect((await ask(theirs.id)).status).toBe(404);
});
