import canonicalize from "canonicalize";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { record, withOrg } from "@/lib/db/control";
import { type ControlPlane, openControlPlane } from "@/lib/db/control-plane.test-kit";
import { withRows } from "@/lib/db/row-store";
import { newUuid } from "@/lib/ids";
import { appendEntries } from "./append";
import type { Entry } from "./envelope";

let plane: ControlPlane;
let app: pg.Pool;
let admin: pg.Pool;

beforeAll(async () => {
  plane = await openControlPlane();
  app = new pg.Pool({ connectionString: plane.appUrl, max: 20 });
  admin = new pg.Pool({ connectionString: plane.adminUrl, max: 1 });
});

afterAll(async () => {
  await app.end();
  await admin.end();
  await plane.close();
});

const at = new Date("2026-11-23T10:00:00.120Z");

const written = (ref: string, payload: unknown = { City: ref }): Entry => ({
  actor: { type: "system", ref: "test" },
  action: "row.written",
  outcome: "ok",
  target: { type: "row", ref },
  source: null,
  destination: "con_x",
  runId: newUuid(),
  payload,
});

/** One transaction of the application role on a connection of its own. */
async function inTransaction(
  organizationId: string,
  work: (client: pg.PoolClient) => Promise<void>,
  end: "commit" | "rollback" = "commit",
): Promise<void> {
  const client = await app.connect();
  try {
    await client.query("begin");
    await client.query("select set_config('app.org', $1, true)", [organizationId]);
    await work(client);
    await client.query(end);
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

const append = (client: pg.PoolClient, entries: readonly Entry[]): Promise<void> =>
  appendEntries((text, values) => client.query(text, [...values]), entries, at);

describe("ledger.append", () => {
  test("is gapless and in order of time under 20 writers, some of whom give up", async () => {
    const organizationId = newUuid();
    let kept = 0;
    const writer = async (number: number): Promise<void> => {
      for (let round = 0; round < 10; round += 1) {
        const givesUp = (number + round) % 3 === 0;
        const entries = Array.from({ length: 1 + (round % 3) }, (_, one) =>
          written(`${number}/${round}/${one}`),
        );
        await inTransaction(
          organizationId,
          (client) => append(client, entries),
          givesUp ? "rollback" : "commit",
        );
        if (!givesUp) kept += entries.length;
      }
    };
    await Promise.all(Array.from({ length: 20 }, (_, number) => writer(number)));
    const { rows } = await admin.query(
      `select count(*)::int as entries, min(seq)::int as first, max(seq)::int as last,
              (select size::int from ledger.log where organization_id = $1) as size,
              count(*) filter (where recorded_at < previous)::int as backwards
         from (select seq, recorded_at, lag(recorded_at) over (order by seq) as previous
                 from ledger.entry where organization_id = $1) e`,
      [organizationId],
    );
    expect(rows).toEqual([{ entries: kept, first: 0, last: kept - 1, size: kept, backwards: 0 }]);
  });

  test("never records a time before the last entry's, whatever the clock says", async () => {
    const organizationId = newUuid();
    await inTransaction(organizationId, (client) => append(client, [written("a")]));
    await tampering("update ledger.entry set recorded_at = '2100-01-01Z' where organization_id = $1", [
      organizationId,
    ]);
    await inTransaction(organizationId, (client) => append(client, [written("b")]));
    const { rows } = await admin.query(
      `select leaf::json ->> 'recorded_at' as told, recorded_at from ledger.entry where organization_id = $1 and seq = 1`,
      [organizationId],
    );
    expect(rows).toEqual([
      { told: "2100-01-01T00:00:00.000Z", recorded_at: new Date("2100-01-01T00:00:00Z") },
    ]);
  });

  test("refuses to append without an organization", async () => {
    const client = await app.connect();
    try {
      await expect(append(client, [written("a")])).rejects.toMatchObject({ code: "42501" });
    } finally {
      client.release();
    }
  });

  test("a change that is undone takes its entry with it, and the other way round", async () => {
    const organizationId = newUuid();
    await expect(
      withOrg(organizationId, async (db) => {
        await db.organization.create({ data: { id: organizationId, name: "Undone" } });
        await record(db, [written("a")], at);
        throw new Error("given up");
      }),
    ).rejects.toThrow("given up");
    const { rows } = await admin.query(
      `select (select count(*)::int from ledger.entry where organization_id = $1) as entries,
              (select count(*)::int from ledger.log where organization_id = $1) as logs,
              (select count(*)::int from organization where id = $1) as organizations`,
      [organizationId],
    );
    expect(rows).toEqual([{ entries: 0, logs: 0, organizations: 0 }]);
  });
});

test("Prisma's connection and pg's write one form, and it is RFC 8785's", async () => {
  const organizationId = newUuid();
  const hostile = '"quoted" \\ back\u0001\b\f\n\r\t\u007f\u2028 é 😀 {}';
  const entry: Entry = { ...written(hostile, { [hostile]: [hostile, 1e21, -0, null] }), requestId: hostile };
  await withOrg(organizationId, (db) => record(db, [entry], at));
  await withRows(organizationId, (client) =>
    appendEntries((text, values) => client.query(text, [...values]), [entry], at),
  );
  const { rows } = await admin.query<{ leaf: string; payload: string }>(
    "select leaf, payload from ledger.entry where organization_id = $1 order by seq",
    [organizationId],
  );
  expect(rows).toHaveLength(2);
  const own = ["id", "seq", "recorded_at", "payload_commitment"];
  const forms = rows.map(({ leaf }) => {
    const envelope = JSON.parse(leaf) as Record<string, unknown>;
    expect(canonicalize(envelope)).toBe(leaf);
    expect(envelope).toMatchObject({ request_id: hostile, target: { ref: hostile } });
    return Object.fromEntries(Object.entries(envelope).filter(([name]) => !own.includes(name)));
  });
  expect(forms[0]).toEqual(forms[1]);
  expect(rows[0]?.payload).toBe(rows[1]?.payload);
  expect(rows[0]?.payload).toBe(canonicalize(entry.payload));
});

describe("the application role can do nothing else to the ledger", () => {
  const organizationId = newUuid();
  beforeAll(() => inTransaction(organizationId, (client) => append(client, [written("a"), written("b")])));

  test.each([
    "update ledger.entry set payload = null",
    "delete from ledger.entry",
    "truncate ledger.entry",
    "truncate ledger.log",
    "insert into ledger.entry select organization_id, 9, leaf, leaf_hash, payload, salt, action, target_type, target_ref, run_id, recorded_at from ledger.entry limit 1",
    "insert into ledger.entry (organization_id, seq) overriding system value values (gen_random_uuid(), 0)",
    "insert into ledger.entry (organization_id, seq) values (gen_random_uuid(), 0) on conflict (organization_id, seq) do update set leaf = ''",
    "insert into ledger.log (organization_id) values (gen_random_uuid())",
    "update ledger.log set size = 0",
    "delete from ledger.log",
    "select from ledger.log for update",
    "alter table ledger.entry disable trigger only_grows",
    "alter table ledger.entry disable row level security",
    "drop trigger only_grows on ledger.entry",
    "drop table ledger.entry",
    "create rule r as on insert to ledger.entry do instead nothing",
    "create table ledger.other ()",
    "create or replace function ledger.append(p_entries jsonb) returns bigint language sql as 'select 1::bigint'",
    "set role chittysync_ledger",
    "set role chittysync_owner",
    "set session_replication_role = replica",
    "copy ledger.entry from stdin",
  ])("%s", async (statement) => {
    await expect(
      inTransaction(organizationId, async (client) => void (await client.query(statement))),
    ).rejects.toMatchObject({
      code: "42501",
    });
  });

  test("and reads its own organization's log only", async () => {
    const seen: number[] = [];
    for (const one of [organizationId, newUuid()])
      await inTransaction(one, async (client) => {
        const { rowCount } = await client.query("select from ledger.entry");
        seen.push(rowCount ?? -1);
      });
    expect(seen).toEqual([2, 0]);
  });
});

test("not even a superuser in replica mode changes an entry by accident", async () => {
  const client = await admin.connect();
  try {
    await client.query("set session_replication_role = replica");
    for (const statement of [
      "update ledger.entry set payload = null",
      "delete from ledger.entry",
      "truncate ledger.entry",
    ])
      await expect(client.query(statement)).rejects.toThrow(/only grows/);
  } finally {
    await client.query("set session_replication_role = origin");
    client.release();
  }
});

test("appends a second, printed", async () => {
  const organizations = Array.from({ length: 8 }, () => newUuid());
  const each = 250;
  const began = performance.now();
  await Promise.all(
    organizations.map(async (organizationId) => {
      for (let one = 0; one < each; one += 1)
        await inTransaction(organizationId, (client) => append(client, [written(String(one))]));
    }),
  );
  const single = (organizations.length * each * 1000) / (performance.now() - began);
  const batched = performance.now();
  await inTransaction(organizations[0] ?? "", (client) =>
    append(
      client,
      Array.from({ length: 2_000 }, (_, one) => written(`batched ${one}`)),
    ),
  );
  const perSecond = (2_000 * 1000) / (performance.now() - batched);
  process.stdout.write(
    `ledger.append: ${Math.round(single)}/s one per transaction over 8 logs, ${Math.round(perSecond)}/s in one batch\n`,
  );
  const { rows } = await admin.query("select size::int from ledger.log where organization_id = any($1)", [
    organizations.slice(1),
  ]);
  expect(rows).toEqual(Array.from({ length: 7 }, () => ({ size: each })));
});

/** As a superuser who takes the lock off the door. */
async function tampering(statement: string, values: readonly unknown[]): Promise<void> {
  const client = await admin.connect();
  try {
    await client.query("begin");
    await client.query("alter table ledger.entry disable trigger all");
    await client.query(statement, [...values]);
    await client.query("alter table ledger.entry enable always trigger only_grows");
    await client.query("alter table ledger.entry enable always trigger never_emptied");
    await client.query("commit");
  } finally {
    client.release();
  }
}
