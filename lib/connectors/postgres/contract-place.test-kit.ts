import { randomBytes } from "node:crypto";
import pg from "pg";
import { openSocketWith } from "@/lib/egress/guarded-socket";
import type { Field } from "@/lib/engine/field";
import type { Cells, Value } from "@/lib/engine/value";
import type { OpenSocket, SideConfig } from "../connector";
import type { ContractHarness, ContractLayout, ContractPlace } from "../contract-harness.test-kit";
import { openPostgres } from "./connector";

const TYPES: Readonly<Record<Field["type"], string>> = {
  text: "text",
  number: "numeric",
  integer: "bigint",
  boolean: "boolean",
  date: "date",
  datetime: "timestamptz",
  "local-datetime": "timestamp",
  select: "status",
  "multi-select": "text[]",
  json: "jsonb",
  relation: "text references targets (code)",
};

/** A guarded way out to this machine. */
export const localSocket = (byteBudget = 64 * 1024 * 1024): OpenSocket =>
  openSocketWith({ allow: ["127.0.0.0/8", "::1"], byteBudget, idleMs: 60_000, connectMs: 10_000 });

/** Places for the contract: a schema each, in the database at `url`; the person works with plain SQL. */
export function postgresHarness(url: () => string): ContractHarness {
  return {
    types: Object.keys(TYPES) as Field["type"][],
    duplicateKeys: false,
    compositeKeys: true,
    make: (layout) => makePlace(url(), layout),
  };
}

async function makePlace(url: string, layout: ContractLayout): Promise<ContractPlace> {
  const schema = `place ${randomBytes(6).toString("hex")} "x"`;
  const person = new pg.Client(url);
  await person.connect();
  const id = pg.escapeIdentifier;
  await person.query(`create schema ${id(schema)}; set search_path = ${id(schema)}`);
  for (const options of Object.values(layout.options ?? {}).slice(0, 1)) {
    await person.query(
      `create type status as enum (${options.map((each) => pg.escapeLiteral(each)).join(", ")})`,
    );
  }
  const references: Record<string, readonly string[]> = {};
  for (const [field, count] of Object.entries(layout.targets ?? {})) {
    await person.query("create table targets (code text primary key)");
    await person.query("insert into targets select 't' || n from generate_series(1, $1::int) n", [count]);
    references[field] = Array.from({ length: count }, (_, at) => `t${at + 1}`);
  }
  const key = layout.key.map(id).join(", ");
  const columns = layout.fields.map((field) => `${id(field.id)} ${TYPES[field.type]}`);
  await person.query(`create table companies (${columns.join(", ")}, primary key (${key}))`);
  const names = new Map(layout.fields.map((field) => [field.id, field.id]));
  const column = (field: string) => id(names.get(field) ?? field);
  const typeOf = new Map(layout.fields.map((field) => [field.id, field.type]));
  const wire = (field: string, value: Value) =>
    typeOf.get(field) === "relation" && Array.isArray(value) ? (value[0] ?? null) : value;
  let budget = 64 * 1024 * 1024;
  const opened: { destroy(): unknown }[] = [];
  const openSocket: OpenSocket = async (target) => {
    const stream = await localSocket(budget)(target);
    opened.push(stream);
    budget = 64 * 1024 * 1024;
    return stream;
  };
  const connections: { close(): Promise<void> }[] = [];
  return {
    config: configOf(schema, layout),
    open: (config) => {
      const connector = openPostgres({ url }, { openSocket });
      connections.push(connector);
      return connector.side(config);
    },
    references,
    insert: async (rows) => {
      if (rows.length > 1_000) {
        const fields = Object.keys(rows[0] ?? {});
        const recordset = JSON.stringify(rows);
        const list = fields.map(column).join(", ");
        await person.query(
          `insert into companies (${list}) select ${list} from jsonb_populate_recordset(null::companies, $1)`,
          [recordset],
        );
        return;
      }
      for (const cells of rows) await insertOne(cells);
    },
    edit: async (key, field, value) => {
      await person.query(`update companies set ${column(field)} = $2 where code = $1`, [
        key,
        wire(field, value),
      ]);
    },
    remove: async (key) => {
      await person.query("delete from companies where code = $1", [key]);
    },
    rename: async (field, name) => {
      await person.query(`alter table companies rename column ${column(field)} to ${id(name)}`);
      names.set(field, name);
    },
    drop: async (field) => {
      await person.query(`alter table companies drop column ${column(field)}`);
    },
    // The next connection is cut in the middle of its first answers.
    truncateNextRead: async () => {
      for (const stream of opened.splice(0)) stream.destroy();
      budget = 1_200;
    },
    fingerprint: async () => {
      const { rows } = await person.query(
        "select string_agg(xmin::text || ctid::text, ',' order by code) f from companies",
      );
      return String(rows[0]?.f);
    },
    dispose: async () => {
      for (const connection of connections) await connection.close();
      await person.query(`drop schema ${id(schema)} cascade`);
      await person.end();
    },
  };

  async function insertOne(cells: Cells): Promise<void> {
    const fields = Object.keys(cells);
    const values = fields.map((field) => wire(field, cells[field] ?? null));
    const places = fields.map((_, at) => `$${at + 1}`);
    await person.query(
      `insert into companies (${fields.map(column).join(", ")}) values (${places.join(", ")})`,
      values,
    );
  }
}

function configOf(schema: string, layout: ContractLayout): SideConfig {
  return {
    address: { schema, table: "companies" },
    mapped: layout.fields.map((field, at) => ({ field, sideField: String(at + 1), writable: true })),
    key: layout.key,
  };
}
