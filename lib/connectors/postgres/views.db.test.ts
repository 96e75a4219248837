import { beforeEach, describe, expect, it } from "vitest";
import type { FieldType, Value } from "@/lib/engine/value";
import type { SideConnector, WriteOperation } from "../connector";
import { customerDatabase } from "./customer-database.test-kit";

const customer = customerDatabase();

beforeEach(async () => {
  await customer.person.query(`drop schema if exists v cascade; create schema v; set search_path = v;
    create table base (code text primary key, name text, closed boolean not null default false);
    insert into base values ('a', 'A', false), ('b', 'B', false), ('z', 'Z', true)`);
});

function viewOf(table: string, types: readonly FieldType[] = ["text", "text"]): SideConnector {
  const ids = ["code", "name", "extra"];
  const mapped = types.map((type, at) => {
    const id = ids[at] ?? "";
    return { field: { id, name: id, type }, sideField: String(at + 1), writable: true };
  });
  return customer.connector.side({ address: { schema: "v", table }, mapped, key: ["code"] });
}

const create = (code: string, name: Value): WriteOperation => ({
  op: "create",
  id: code,
  cells: { code, name },
});
const update = (code: string, name: Value, was: Value): WriteOperation => {
  return { op: "update", id: code, locator: JSON.stringify([code]), cells: { name }, expect: { name: was } };
};
const remove = (code: string): WriteOperation => {
  return { op: "delete", id: code, locator: JSON.stringify([code]), expect: {} };
};

async function outcomes(side: SideConnector, operations: readonly WriteOperation[]) {
  const { written, stopped } = await side.write(operations, Number.MAX_SAFE_INTEGER);
  expect(stopped).toBeNull();
  return written.map((each) => (each.outcome === "refused" ? each.reason : each.outcome));
}

const base = async (): Promise<readonly string[]> =>
  (await customer.person.query("select code || '=' || name row from base order by code")).rows.map(
    ({ row }) => row,
  );

/** The fields' reasons for being read-only, null where they can be written. */
const reasons = async (side: SideConnector) =>
  (await side.shape()).fields.map((field) => field.readOnlyReason);

describe("a view whose key a person names", () => {
  it("is read and written where the server can follow it to its table", async () => {
    await customer.person.query(
      `create view open as select code, name, upper(name) loud from base where not closed`,
    );
    const side = viewOf("open", ["text", "text", "text"]);
    expect(await side.shape()).toMatchObject({ problems: [], rowCount: 2 });
    expect(await reasons(side)).toEqual([null, null, "The database computes this column."]);
    const { records, census } = await side.read(null);
    expect(records.map(({ cells }) => cells)).toEqual([
      { code: "a", name: "A", extra: "A" },
      { code: "b", name: "B", extra: "B" },
    ]);
    expect(census).toEqual({ complete: true, total: 2 });
    const operations = [
      create("c", "C"),
      create("a", "A"),
      create("b", "other"),
      update("a", "AA", "A"),
      remove("b"),
    ];
    expect(await outcomes(side, operations)).toEqual(["done", "done", "stale", "done", "done"]);
    expect(await base()).toEqual(["a=AA", "c=C", "z=Z"]);
    expect(await outcomes(side, [create("c", "C"), update("a", "x", "A"), create("z", "Z")])).toEqual([
      "done",
      "stale",
      "duplicate",
    ]);
  });

  it.each(["", "with check option"])("never holds a row that it would not show %s", async (option) => {
    await customer.person.query(
      `create view short as select code, name from base where length(name) < 3 ${option}`,
    );
    const side = viewOf("short");
    expect(await outcomes(side, [create("c", "long"), create("d", "D"), update("a", "long", "A")])).toEqual([
      "outside",
      "done",
      "outside",
    ]);
    expect(await base()).toEqual(["a=A", "b=B", "d=D", "z=Z"]);
  });

  it("is written by its triggers, and read-only without", async () => {
    await customer.person.query(`create view totals as select code, max(name) name from base group by code`);
    expect(new Set(await reasons(viewOf("totals")))).toEqual(
      new Set(["Rows of this view cannot be written."]),
    );
    expect(await outcomes(viewOf("totals"), [update("a", "AA", "A")])).toEqual(["read-only"]);
    await customer.person.query(`
      create function follow() returns trigger language plpgsql as $$ begin
        if tg_op = 'DELETE' then delete from v.base where code = old.code; return old; end if;
        if tg_op = 'INSERT' then insert into v.base values (new.code, new.name);
        else update v.base set name = new.name where code = old.code; end if;
        return new; end $$;
      create trigger follow instead of insert or update or delete on totals
        for each row execute function follow()`);
    const side = viewOf("totals");
    expect(await reasons(side)).toEqual([null, null]);
    expect(await outcomes(side, [create("c", "C"), update("a", "AA", "A"), remove("b")])).toEqual([
      "done",
      "done",
      "done",
    ]);
    expect(await base()).toEqual(["a=AA", "c=C", "z=Z"]);
  });

  it("is read only if it is materialized", async () => {
    await customer.person.query("create materialized view kept as select code, name from base");
    const side = viewOf("kept");
    expect(new Set(await reasons(side))).toEqual(
      new Set(["A materialized view is filled by its refresh alone."]),
    );
    expect((await side.read(null)).records).toHaveLength(3);
    expect((await side.find(['["a"]'])).found[0]?.state).toBe("present");
    expect(await outcomes(side, [create("c", "C"), update("a", "x", "A"), remove("a")])).toEqual(
      Array(3).fill("read-only"),
    );
  });

  it.each([
    ["is shared by several rows", "create view bad as select 'x' code, name from base"],
    ["is empty in one", "create view bad as select nullif(code, 'b') code, name from base"],
    ["is of a type without order", "create view bad as select to_json(code) code, name from base"],
  ])("cannot be told from rows whose key %s", async (_, sql) => {
    await customer.person.query(sql);
    const side = viewOf("bad");
    expect((await side.shape()).problems.map(({ code }) => code)).toEqual(["key-not-unique"]);
    await expect(side.read(null)).rejects.toMatchObject({ kind: "connection-broken" });
    await expect(side.find(['["a"]'])).rejects.toMatchObject({ kind: "connection-broken" });
    const report = await side.write([update("a", "x", "A")], Number.MAX_SAFE_INTEGER);
    expect(report).toMatchObject({ written: [], stopped: { kind: "connection-broken" } });
  });

  it("has no problem before its key is named", async () => {
    await customer.person.query("create view plain as select code, name from base");
    const look = customer.connector.side({ address: { schema: "v", table: "plain" }, mapped: [], key: [] });
    expect((await look.shape()).problems).toEqual([]);
  });

  it("tells what changed by comparing, as it can have no log", async () => {
    await customer.person.query("create view plain as select code, name from base");
    const side = viewOf("plain");
    const { mark } = await side.read(null);
    await customer.person.query("update base set name = 'AA' where code = 'a'");
    const changed = await side.changes?.(mark ?? "", null);
    expect(changed?.records.map(({ cells }) => cells)).toContainEqual({ code: "a", name: "AA" });
    expect(JSON.parse(mark ?? "{}")).toMatchObject({ kind: "scan" });
  });

  it("is not told from rows that a policy hides from it", async () => {
    await customer.person.query(`alter table base enable row level security;
      create policy partial on base using (code = 'a');
      drop role if exists v_owner; create role v_owner login password 'owner'; grant usage on schema v to v_owner;
      grant select on base to v_owner; create view limited as select code, name from base;
      alter view limited owner to v_owner`);
    try {
      await expect(viewOf("limited").read(null)).rejects.toMatchObject({ kind: "connection-broken" });
    } finally {
      await customer.person.query("drop owned by v_owner; drop role v_owner");
    }
  });
});
