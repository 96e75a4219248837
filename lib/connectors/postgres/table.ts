import type { Projection } from "@/lib/engine/row";
import { type Cells, type Value, valuesEqual } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import type { MappedField, SideRecord } from "../connector";
import { type Encoded, MAX_CELL_BYTES, type Wire } from "./cell";
import { decode, encode, typesOf } from "./codec";
import { isLong, lengthOf, textOf } from "./column-text";
import type { TableConfig } from "./config";
import { quoted } from "./identifiers";
import type { Catalogue, Column } from "./introspect";
import type { Row } from "./link";

interface Bound extends MappedField {
  readonly column: Column;
}

/**
 * A config laid over the catalogue of this moment: SQL fragments and rows to records. All names come from the
 * catalogue. The alias of the table in every statement is `t`.
 */
export class Table {
  readonly name: string;
  /** The mapped columns that are there, in output order. */
  private readonly bound: readonly Bound[];
  private readonly byField: ReadonlyMap<string, Bound>;
  private readonly keyFields: readonly Bound[];
  /** Where the key's columns are in the output. */
  private readonly keyPlaces: readonly number[];
  /** What is said of mapped columns that are not there. */
  private readonly gone: Readonly<Record<string, string>>;

  constructor(
    readonly catalogue: Catalogue,
    readonly config: TableConfig,
  ) {
    this.name = `${quoted(catalogue.schema)}.${quoted(catalogue.table)}`;
    const columns = new Map(catalogue.columns.map((column) => [column.attnum, column]));
    this.bound = config.mapped.flatMap((mapped) => {
      const column = columns.get(mapped.sideField);
      return column ? [{ ...mapped, column }] : [];
    });
    this.byField = new Map(this.bound.map((each) => [each.field.id, each]));
    this.keyFields = config.key.flatMap((field) => this.byField.get(field) ?? []);
    this.keyPlaces = this.keyFields.map((each) => this.bound.indexOf(each));
    this.gone = Object.fromEntries(
      config.mapped.flatMap(({ field }) =>
        this.byField.has(field.id) ? [] : [[field.id, "The column is not there any more."]],
      ),
    );
  }

  /** A side that is only looked at has no key yet. */
  get hasKey(): boolean {
    return this.config.key.length > 0;
  }

  /** Whether the database itself keeps the configured key unique and filled; of a view, whether its rows may be asked. */
  get keyIsUnique(): boolean {
    if (this.catalogue.keyIsNamed && this.hasKey) {
      return (
        this.keyFields.length === this.config.key.length &&
        this.keyColumns.every((column) => column.comparable)
      );
    }
    const wanted = this.keyFields.map((each) => each.column.attnum).sort();
    if (wanted.length !== this.config.key.length) return false;
    return this.catalogue.keys.some((key) => valuesEqual([...key].sort(), wanted));
  }

  /** Throws connection-broken where rows could not be told apart. */
  requireKey(): void {
    if (this.keyIsUnique) return;
    throw new AppError("connection-broken", "The table has no unique, never empty column for the key.", {
      remedy: "Add a primary key or a UNIQUE NOT NULL constraint on the key columns, or choose another key.",
    });
  }

  get keyColumns(): readonly Column[] {
    return this.keyFields.map((each) => each.column);
  }

  /** An enum's domain has no operators of its own, so it is compared as the enum. */
  get keyColumnNames(): readonly string[] {
    return this.keyColumns.map(({ name, kind, cast }) =>
      kind === "enum" ? `t.${quoted(name)}::${cast}` : `t.${quoted(name)}`,
    );
  }

  /** The key columns, for ORDER BY and row comparison. */
  get keyList(): string {
    return this.keyColumnNames.join(", ");
  }

  /** A create finds out by its insert whether the key is taken, where an index tells. */
  get onConflict(): string {
    if (this.catalogue.keyIsNamed) return "";
    return `on conflict (${this.keyFields.map((each) => quoted(each.column.name)).join(", ")}) do nothing`;
  }

  /** `$1::type, ...` for a key given as parameters. */
  get keyParameters(): string {
    return this.keyFields.map((each, at) => `$${at + 1}::${each.column.cast}`).join(", ");
  }

  /** `t."a" = s.k0::type and ...` where `s` is a recordset with the key as text. */
  get keyMatch(): string {
    return this.keyColumnNames
      .map((name, at) => `${name} = s.k${at}::${this.keyColumns[at]?.cast}`)
      .join(" and ");
  }

  /** Column definitions of the key for `jsonb_to_recordset`. */
  get keyDefinitions(): string {
    return this.keyFields.map((_, at) => `k${at} text`).join(", ");
  }

  /** The output list: one value per mapped column, then the numbers of the columns too long to send. */
  get output(): string {
    const cells = this.bound.map(({ column }) => {
      const name = `t.${quoted(column.name)}`;
      return isLong(column)
        ? `case when ${lengthOf(column)} <= ${MAX_CELL_BYTES} then ${textOf(column)} end`
        : name;
    });
    const long = this.bound.flatMap(({ column }, at) =>
      isLong(column) ? [`case when ${lengthOf(column)} > ${MAX_CELL_BYTES} then '${at}' end`] : [],
    );
    return [...cells, long.length === 0 ? "''" : `concat_ws(',', ${long.join(", ")})`].join(", ");
  }

  /** How many values `output` yields. */
  get outputWidth(): number {
    return this.bound.length + 1;
  }

  /** A row of `output` as a record. */
  record(row: Row): SideRecord {
    const cells: Record<string, Value> = {};
    const unknown: Record<string, string> = { ...this.gone };
    const marked = row[this.bound.length] ?? "";
    const long = marked === "" ? null : new Set(marked.split(","));
    for (const [at, { field, column }] of this.bound.entries()) {
      const decoded = long?.has(String(at)) ? TOO_LONG : decode(column, field.type, row[at] ?? null);
      if (decoded.ok) cells[field.id] = decoded.value;
      else unknown[field.id] = decoded.reason;
    }
    return { locator: this.locatorOfKey(this.rawKey(row)), cells, unknown, changedAt: null };
  }

  /** The raw key of a row of `output`, for a cursor. */
  rawKey(row: Row): readonly string[] {
    return this.keyPlaces.map((at) => row[at] ?? "");
  }

  /** The locator of a key as the server prints it. `locatorText` in fingerprint.ts is the same in SQL. */
  locatorOfKey(raw: readonly string[]): string {
    const parts = this.keyFields.map(({ column }, at) => {
      const decoded = decode(column, scalarType(column), raw[at] ?? "");
      return decoded.ok ? String(decoded.value) : (raw[at] ?? "");
    });
    return JSON.stringify(parts);
  }

  /** The key's wire texts for a locator, or null if it cannot be one of this table. */
  keyOfLocator(locator: string): readonly string[] | null {
    const parts = partsOf(locator);
    if (parts?.length !== this.keyFields.length) return null;
    return this.wireKey(
      this.keyFields.map(({ column }, at) =>
        encode(column, scalarType(column), cellOf(column, parts[at] ?? "")),
      ),
    );
  }

  /** The locator and the wire texts of the key among a row's cells; null if a part is missing or refused. */
  keyOfCells(cells: Cells): { readonly locator: string; readonly wire: readonly string[] } | null {
    const parts = this.keyFields.map((each) => this.encode(each.field.id, cells[each.field.id] ?? null));
    const wire = this.wireKey(parts);
    return wire === null ? null : { wire, locator: JSON.stringify(wire) };
  }

  /** Whether a row can be made with these cells: each key column is among them. */
  hasKeyAmong(cells: Cells): boolean {
    return this.config.key.every((field) => field in cells);
  }

  isKey(fieldId: string): boolean {
    return this.config.key.includes(fieldId);
  }

  /** The key that a write of these cells gives a row, if it touches the key. */
  movedKey(before: Cells, cells: Cells): { readonly locator: string } | null {
    const isMoved = this.config.key.some((field) => field in cells);
    return isMoved ? this.keyOfCells({ ...before, ...cells }) : null;
  }

  /** Whether the mapping writes this field; others are left out of writes. */
  isWritten(fieldId: string): boolean {
    return this.config.byField.get(fieldId)?.writable === true;
  }

  columnOf(fieldId: string): Column | null {
    return this.byField.get(fieldId)?.column ?? null;
  }

  encode(fieldId: string, value: Value): Encoded {
    const bound = this.byField.get(fieldId);
    if (!bound) return { ok: false, reason: "missing", message: "The column is not there any more." };
    return encode(bound.column, bound.field.type, value);
  }

  project(fieldId: string, value: Value): Projection {
    const encoded = this.encode(fieldId, value);
    return encoded.ok ? { ok: true, value: encoded.value } : encoded;
  }

  /** Whether a record holds these cells, each as the column would hold it. An unknown cell holds nothing. */
  holds(record: SideRecord, cells: Cells): boolean {
    return Object.entries(cells).every(([field, value]) => {
      const held = record.cells[field];
      const projection = this.project(field, value);
      return held !== undefined && valuesEqual(held, projection.ok ? projection.value : value);
    });
  }

  private wireKey(parts: readonly Encoded[]): readonly string[] | null {
    const texts: string[] = [];
    for (const part of parts) {
      const wire: Wire = part.ok ? part.wire : null;
      if (typeof wire !== "string") return null;
      texts.push(wire);
    }
    return texts;
  }
}

const TOO_LONG = { ok: false, reason: "The value is longer than 1 MB." } as const;

/** Key parts are compared as the column's own type, whatever field they are mapped to. */
const scalarType = (column: Column) => typesOf({ ...column, relatesTo: null })[0] ?? "text";

const cellOf = (column: Column, part: string): Value => (column.kind === "boolean" ? part === "true" : part);

function partsOf(locator: string): readonly string[] | null {
  try {
    const parts: unknown = JSON.parse(locator);
    return Array.isArray(parts) && parts.every((part) => typeof part === "string") ? parts : null;
  } catch {
    return null;
  }
}
