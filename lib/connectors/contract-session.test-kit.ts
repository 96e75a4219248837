import { expect } from "vitest";
import type { Field } from "@/lib/engine/field";
import type { Cells, FieldType, Value } from "@/lib/engine/value";
import type { Census, SideConfig, SideConnector, SideRecord, WriteOperation, Written } from "./connector";
import { FIELD_OF_TYPE, OPTIONS } from "./contract-corpus.test-kit";
import type { ContractHarness, ContractLayout, ContractPlace } from "./contract-harness.test-kit";

/** Far enough that no test meets it, near enough to be a real instant. */
export const NO_DEADLINE = Date.UTC(2100, 0, 1);

/** `code` (text, the key), `name` (text) and one field of each type asked for. */
export function layoutOf(types: readonly FieldType[]): ContractLayout {
  const extra: Field[] = types.map((type) => {
    const id = FIELD_OF_TYPE[type];
    return { id, name: `The ${id}`, type, ...(type === "relation" ? { target: "targets" } : {}) };
  });
  return {
    fields: [
      { id: "code", name: "Code", type: "text" },
      { id: "name", name: "Name", type: "text" },
      ...extra,
    ],
    key: ["code"],
    options: { status: OPTIONS, tags: OPTIONS },
    ...(types.includes("relation") ? { targets: { partners: 40 } } : {}),
  };
}

/** Lays a place out, runs the test in it and clears it away, whatever happened. */
export async function inPlace(
  harness: ContractHarness,
  layout: ContractLayout,
  test: (place: ContractPlace, side: SideConnector) => Promise<void>,
): Promise<void> {
  const place = await harness.make(layout);
  try {
    const side = place.open(place.config);
    await side.shape();
    await test(place, side);
  } finally {
    await place.dispose();
  }
}

export interface WholeRead {
  readonly records: readonly SideRecord[];
  readonly census: Census;
  /** What `changes` can go on from, where the kind tells it. */
  readonly mark: string | null;
  readonly requests: number;
  readonly pages: number;
}

/** Reads to the end; the census and the mark stand on the last page and only there. */
export async function readAll(side: SideConnector): Promise<WholeRead> {
  const records: SideRecord[] = [];
  let cursor: string | null = null;
  let requests = 0;
  for (let pages = 1; pages <= 100_000; pages += 1) {
    const page = await side.read(cursor);
    records.push(...page.records);
    requests += page.requests;
    if (page.next === null) {
      if (page.census === null) throw new Error("the last page has no census");
      return { records, census: page.census, mark: page.mark ?? null, requests, pages };
    }
    expect(page.census).toBeNull();
    expect(page.mark ?? null).toBeNull();
    expect(page.next).not.toBe(cursor);
    cursor = page.next;
  }
  throw new Error("the read does not end");
}

/** Records by the text of their `code`; fails on a duplicate. */
export function byCode(records: readonly SideRecord[]): Map<string, SideRecord> {
  const map = new Map<string, SideRecord>();
  for (const record of records) {
    const code = String(record.cells.code);
    expect(map.has(code), `two records with key ${code}`).toBe(false);
    map.set(code, record);
  }
  return map;
}

export async function recordOf(side: SideConnector, code: string): Promise<SideRecord> {
  const record = byCode((await readAll(side)).records).get(code);
  if (record === undefined) throw new Error(`no record with key ${code}`);
  return record;
}

/** What a record says apart from when. */
export function contentOf(record: SideRecord | null): unknown {
  return record && { locator: record.locator, cells: record.cells, unknown: record.unknown };
}

/** The cells as the side would hold them; fails on a value that it refuses. */
export function projected(side: SideConnector, cells: Cells): Cells {
  return Object.fromEntries(
    Object.entries(cells).map(([field, value]): [string, Value] => {
      const projection = side.project(field, value);
      if (!projection.ok) throw new Error(`${field} refused: ${projection.reason}`);
      return [field, projection.value];
    }),
  );
}

/** Cells with null for each field of the layout that is not given, where the side can hold null. */
export function whole(side: SideConnector, layout: ContractLayout, cells: Cells): Cells {
  const all = layout.fields.map((field): [string, Value] => [field.id, cells[field.id] ?? null]);
  return projected(side, Object.fromEntries(all));
}

/** Writes and checks the report's form: one answer per operation, in order, none left out. */
export async function written(
  side: SideConnector,
  operations: readonly WriteOperation[],
): Promise<readonly Written[]> {
  const answers: Written[] = [];
  for (let at = 0; at < operations.length; at += side.abilities.writeBatch) {
    const batch = operations.slice(at, at + side.abilities.writeBatch);
    const report = await side.write(batch, NO_DEADLINE);
    expect(report.stopped).toBeNull();
    expect(report.written.map((answer) => answer.id)).toEqual(batch.map((operation) => operation.id));
    answers.push(...report.written);
  }
  return answers;
}

/** The same config with one field closed to writes. */
export function readOnly(config: SideConfig, field: string): SideConfig {
  return {
    ...config,
    mapped: config.mapped.map((mapped) =>
      mapped.field.id === field ? { ...mapped, writable: false } : mapped,
    ),
  };
}
