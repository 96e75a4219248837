import type { Cells } from "@/lib/engine/value";
import type { SideRecord, WriteOperation, Written } from "../connector";
import type { Wire } from "./cell";
import type { Session } from "./client";
import { isRowFault, rowFault } from "./database-error";
import { quoted } from "./identifiers";
import type { Row } from "./link";
import { keyCells, rowsByKey } from "./read";
import type { Table } from "./table";

/** An operation that passed its comparison; the rows of one wave differ. */
export interface Effect {
  readonly at: number;
  readonly operation: WriteOperation;
  readonly key: readonly string[];
  readonly locator: string;
  /** The writable cells; empty for a delete. */
  readonly cells: Cells;
  /** The same as the columns are sent them. */
  readonly wires: Readonly<Record<string, Wire>>;
}

export interface EffectOutcome {
  readonly at: number;
  readonly locator: string;
  readonly outcome: Written;
  /** Whether this wrote it: the row of a create may have stood there already. */
  readonly effect: boolean;
}

/**
 * Writes a wave, one statement per kind and set of columns: deletes first, so that what they free can be
 * taken; creates last, so that they can refer to what was updated.
 */
export async function applyWave(
  session: Session,
  table: Table,
  wave: readonly Effect[],
): Promise<readonly EffectOutcome[]> {
  const groups = Map.groupBy(
    wave,
    ({ operation, cells }) => `${ORDER[operation.op]} ${Object.keys(cells).join()}`,
  );
  const outcomes: EffectOutcome[] = [];
  for (const name of [...groups.keys()].sort()) {
    outcomes.push(...(await applySet(session, table, groups.get(name) ?? [])));
  }
  return outcomes;
}

const ORDER = { delete: 0, update: 1, create: 2 } as const;

/**
 * One statement for all; if the database refuses a row, two for the halves, down to the row itself. The
 * savepoint keeps the refusal from ending the transaction.
 */
async function applySet(
  session: Session,
  table: Table,
  effects: readonly Effect[],
): Promise<readonly EffectOutcome[]> {
  const [first] = effects;
  if (!first) return [];
  await session.query("savepoint rows");
  const { records, fault } = await attempt(session, table, effects);
  if (records !== null) {
    await session.query("release savepoint rows");
    return outcomesOf(session, table, effects, records);
  }
  await session.query("rollback to savepoint rows");
  if (effects.length === 1) {
    const { id } = first.operation;
    return [{ ...first, effect: false, outcome: { id, outcome: "refused", ...fault, field: null } }];
  }
  const middle = effects.length >> 1;
  const left = await applySet(session, table, effects.slice(0, middle));
  return [...left, ...(await applySet(session, table, effects.slice(middle)))];
}

type Records = ReadonlyMap<number, SideRecord | null>;
type Attempt =
  | { readonly records: Records; readonly fault: null }
  | { readonly records: null; readonly fault: ReturnType<typeof rowFault> };

/** The statement of all these effects, or why the database refuses one of them. */
async function attempt(session: Session, table: Table, effects: readonly Effect[]): Promise<Attempt> {
  const op = effects[0]?.operation.op ?? "delete";
  try {
    const records = await STATEMENTS[op](session, table, effects);
    if (records.has(STRAY)) return { records: null, fault: OTHER_KEY };
    const isSeen = !table.catalogue.keyIsNamed || (await areSeen(session, table, records));
    return isSeen ? { records, fault: null } : { records: null, fault: OUTSIDE };
  } catch (error) {
    if (!isRowFault(error)) throw error;
    return { records: null, fault: rowFault(error) };
  }
}

/** The place of a row that was made under a key which nothing here has. */
const STRAY = -1;

/** A trigger or a generated key made another row of it, which would be no row of the others'. */
const OTHER_KEY = {
  reason: "key",
  message: "The database would give the row another key than it has elsewhere.",
};

/** A row that its view's condition leaves out would be gone at the next read, and be removed everywhere. */
const OUTSIDE = { reason: "outside", message: "The view would not show the row with these values." };

async function areSeen(session: Session, table: Table, records: Records): Promise<boolean> {
  const keys = [...records.values()].flatMap((record) => {
    const key = record && table.keyOfLocator(record.locator);
    return key ? [key] : [];
  });
  return (await rowsByKey(session, table, keys, false)).size === keys.length;
}

/** The post-images by position in the set; null for a delete. A row that is not in the map was not written. */
type Statement = (session: Session, table: Table, effects: readonly Effect[]) => Promise<Records>;

const STATEMENTS: Readonly<Record<WriteOperation["op"], Statement>> = {
  delete: async (session, table, effects) => {
    const text =
      `delete from ${table.name} t using json_to_recordset($1::json) as s(n int, ${table.keyDefinitions}) ` +
      `where ${table.keyMatch} returning s.n::text`;
    const rows = await session.query(text, [payload(effects)]);
    return new Map(rows.map(([n]) => [Number(n), null]));
  },
  update: async (session, table, effects) => {
    const { columns, definitions, values } = assignment(table, effects);
    const text =
      `update ${table.name} t set ${columns.map((column, at) => `${column} = ${values[at]}`).join(", ")} ` +
      `from json_to_recordset($1::json) as s(n int, ${[table.keyDefinitions, ...definitions].join(", ")}) ` +
      `where ${table.keyMatch} returning s.n::text, ${table.output}`;
    const rows = await session.query(text, [payload(effects)]);
    return new Map(rows.map(([n, ...row]: Row) => [Number(n), table.record(row)]));
  },
  create: async (session, table, effects) => {
    const { columns, definitions, values } = assignment(table, effects);
    const text =
      `insert into ${table.name} as t (${columns.join(", ")}) select ${values.join(", ")} ` +
      `from json_to_recordset($1::json) as s(n int, ${definitions.join(", ")}) ` +
      `${table.onConflict} returning ${table.output}`;
    const rows = await session.query(text, [payload(effects)]);
    const position = new Map(effects.map((effect, n) => [effect.locator, n]));
    return new Map(
      rows.flatMap((row) => {
        const record = table.record(row);
        return [[position.get(record.locator) ?? STRAY, record] as const];
      }),
    );
  },
};

interface Assignment {
  readonly columns: readonly string[];
  /** Column definitions of the recordset: all text, so that the cast to the column's type is ours. */
  readonly definitions: readonly string[];
  readonly values: readonly string[];
}

/**
 * Casts go to the type without its modifier: a cast to varchar(3) cuts a text silently, while the assignment
 * to the column raises an error.
 */
function assignment(table: Table, effects: readonly Effect[]): Assignment {
  const fields = fieldsOf(effects).flatMap((field, at) => {
    const column = table.columnOf(field);
    return column ? [{ column, at }] : [];
  });
  return {
    columns: fields.map(({ column }) => quoted(column.name)),
    definitions: fields.map(({ column, at }) => `c${at} ${column.kind === "array" ? "text[]" : "text"}`),
    values: fields.map(({ column, at }) => `s.c${at}::${column.cast}`),
  };
}

const fieldsOf = (effects: readonly Effect[]): readonly string[] =>
  Object.keys(effects[0]?.cells ?? {}).sort();

/** The set as one JSON parameter: no limit on parameters, and no array of arrays. */
function payload(effects: readonly Effect[]): string {
  const fields = fieldsOf(effects);
  const rows = effects.map((effect, n) => {
    const row: Record<string, number | Wire> = { n, ...keyCells(effect.key) };
    fields.forEach((field, at) => {
      row[`c${at}`] = effect.wires[field] ?? null;
    });
    return row;
  });
  return JSON.stringify(rows);
}

/** Rows that came back are done. For the others the table is read: another's row there, or a trigger's veto. */
async function outcomesOf(
  session: Session,
  table: Table,
  effects: readonly Effect[],
  records: Records,
): Promise<readonly EffectOutcome[]> {
  const missing = effects.filter((_, n) => !records.has(n));
  const keys = missing.map((effect) => effect.key);
  const there =
    missing.length === 0 ? new Map<number, SideRecord>() : await rowsByKey(session, table, keys, true);
  return effects.map((effect, n): EffectOutcome => {
    const { operation } = effect;
    const record = records.get(n);
    const { id } = operation;
    if (record !== undefined) return { ...effect, effect: true, outcome: { id, outcome: "done", record } };
    const other = there.get(missing.indexOf(effect));
    if (operation.op === "create" && other) {
      const outcome = table.holds(other, effect.cells) ? "done" : "stale";
      return { ...effect, effect: false, outcome: { id, outcome, record: other } };
    }
    const message = "A trigger or rule of the table kept the row from being written.";
    const vetoed = { id, outcome: "refused", reason: "vetoed", message, field: null } as const;
    return { ...effect, effect: false, outcome: vetoed };
  });
}
