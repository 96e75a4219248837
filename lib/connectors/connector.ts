import type { Duplex } from "node:stream";
import type { Field } from "@/lib/engine/field";
import type { Projection } from "@/lib/engine/row";
import type { Cells, FieldType, Value } from "@/lib/engine/value";
import type { AppError } from "@/lib/errors";
import type { Account } from "./account";
import type { ChangedPage } from "./changes";
import type { Location } from "./location";
import type { PlaceMaker } from "./new-place";
import type { SideRecord } from "./side-record";

export type { Location } from "./location";
export type { SideRecord } from "./side-record";

/**
 * The interface of every system that a registry can live in.
 *
 * Contract, kept by `contract.test-kit.ts` for all kinds alike:
 * - Every failure leaves as an AppError; no caller sees an SDK's own error, and no message holds a secret or
 *   a cell's value.
 * - A read never claims completeness it cannot prove. What could not be read is *unknown*, never missing.
 * - A create looks the row up by key first; an update or delete compares what is there with `expect` as
 *   close to the write as the system allows. The same operation given twice leaves the same state.
 * - Nothing is retried inside: the caller counts and spaces attempts.
 */

export type ConnectorKind = "notion" | "postgres" | "google-sheets" | "memory";

/** What a kind can do; callers ask these, never `kind ===`. */
export interface Abilities {
  /** Records keep an id of their own when their key cells change. */
  readonly stableRecordIds: boolean;
  /** People can take the ids from records that stay; a record without its id is then known by its key. */
  readonly recordsMayLoseIds: boolean;
  /** People can move cells from one record to another: sort some columns without the rest, push cells up or down. */
  readonly cellsMayMove: boolean;
  /** Relations hold the key of the record that they point at, not what it is found by. */
  readonly refersByKey: boolean;
  /** A write can be made conditional in the system itself (no read-to-write window). */
  readonly compareAndSet: boolean;
  /** Null and the empty text can be told apart. */
  readonly distinguishesEmptyText: boolean;
  /** For how long a look-up by key, or a read, may miss a record that was just made, in ms; 0 = not at all. */
  readonly lookupLagMs: number;
  /** Rows from which telling changes costs less than reading all of them. */
  readonly changesPayFrom: number;
  /**
   * What `changes` tells, and what it says to be gone, is all that has changed: nothing waits for a full read to be found,
   * so going on from a mark proves as much as reading everything.
   */
  readonly changesAreWhole: boolean;
  /** Fields have a type of their own; where not, `native` is a guess from the cells and changes with them. */
  readonly typedFields: boolean;
  /** Records that one `find` call should be asked for at most: bounded work, whatever the system's pace. */
  readonly lookupBatch: number;
  /** Operations that one `write` call should be given at most. */
  readonly writeBatch: number;
  readonly writePace: WritePace;
}

/** What a batch of writes costs, for telling it before anything is written. */
export interface WritePace {
  /** Calls of each batch besides those that write: a look at what is there, a transaction around it. */
  readonly callsPerBatch: number;
  /** Rows that one writing call carries at most. */
  readonly rowsPerCall: number;
  /** Calls a minute that the system allows; null = it names no limit. */
  readonly callsPerMinute: number | null;
}

/** What reading costs, for telling it before anything is read. */
export interface ReadPace {
  /** Rows that one call brings at most. */
  readonly rowsPerCall: number;
  /** Calls of each read besides those that bring rows: a look at the place, a proof that all was seen. */
  readonly callsPerRead: number;
  /** Calls by which changes are told, from so many rows on; null = each read is a whole one. */
  readonly changes: { readonly fromRows: number; readonly calls: number } | null;
}

/**
 * One line of the check list of the wizard's first step, of a connection or of a place that was chosen on it. `ok` null =
 * could not be tried; true with a remedy = it works within a limit that the remedy lifts.
 */
export interface Check {
  readonly name: "reachable" | "tls" | "authorized" | "can-read" | "can-write" | "key-found" | "rows-seen";
  readonly ok: boolean | null;
  readonly message: string;
  readonly remedy: string | null;
  /** What the remedy asks to be put in elsewhere, letter by letter: SQL, a line of a file, or an address. */
  readonly copy?: string;
}

export interface SideField {
  /** Stable under renames: Notion property id, Postgres attribute number, Sheets column identity. */
  readonly id: string;
  readonly name: string;
  /** The canonical type this field maps to by default; null = cannot be mapped. */
  readonly type: FieldType | null;
  /** Other canonical types it can carry. */
  readonly alternatives: readonly FieldType[];
  /** The system's own type, for people. */
  readonly native: string;
  readonly writable: boolean;
  /** Why not, when it is not writable. */
  readonly readOnlyReason: string | null;
  /** Part of a key that the system itself keeps unique. */
  readonly keyPart: boolean;
  readonly options: readonly string[] | null;
  /** The address a relation points at, when known. */
  readonly relatesTo: Readonly<Record<string, string | number>> | null;
}

export interface SideShape {
  readonly fields: readonly SideField[];
  /** Null = the system does not tell without reading all. */
  readonly rowCount: number | null;
  /** What keeps this place from being synced as it stands, each with its remedy. */
  readonly problems: readonly { readonly code: string; readonly message: string; readonly remedy: string }[];
}

/** A canonical field tied to a side's field. */
export interface MappedField {
  readonly field: Field;
  readonly sideField: string;
  /** False: the connector must not write it (direction in, or read-only on the side). */
  readonly writable: boolean;
}

/** How a side is opened: where, which fields, and which of them identify a row (canonical field ids). */
export interface SideConfig {
  readonly address: Readonly<Record<string, string | number>>;
  readonly mapped: readonly MappedField[];
  readonly key: readonly string[];
}

/** Names by what the system calls people; whoever it does not tell of has no entry. */
export interface People {
  readonly names: ReadonlyMap<string, string>;
  readonly requests: number;
}

/**
 * Whether the read that ends here saw every record. `total` is what was read; `complete` is claimed only on
 * proof (the system's own "no more", no cap met, no row skipped).
 */
export type Census =
  | { readonly complete: true; readonly total: number }
  | { readonly complete: false; readonly reason: string };

export interface Page {
  readonly records: readonly SideRecord[];
  /** Opaque; null on the last page. Survives a restart of the process. */
  readonly next: string | null;
  /** Present on the last page only. */
  readonly census: Census | null;
  /** On the last page of a kind that tells changes: what `changes` can go on from; null = not after this read. */
  readonly mark?: string | null;
  /** On the last page: how much of what records are known by is not written on the side yet (see `nameRecords`). */
  readonly nameless?: number;
  /** Provider calls or queries that this page cost. */
  readonly requests: number;
}

export type Found =
  | { readonly locator: string; readonly state: "present"; readonly record: SideRecord }
  | { readonly locator: string; readonly state: "absent" }
  | { readonly locator: string; readonly state: "unknown"; readonly reason: string };

/**
 * `expect`: what the record must hold for the write to be done. `key`: the row's key as the caller knows it, with which
 * a system may find a whole batch in one call; the record may show another, and nothing is compared with it.
 */
export type WriteOperation =
  | { readonly op: "create"; readonly id: string; readonly cells: Cells }
  | {
      readonly op: "update";
      readonly id: string;
      readonly locator: string;
      readonly cells: Cells;
      readonly expect: Cells;
      readonly key?: Cells;
    }
  | {
      readonly op: "delete";
      readonly id: string;
      readonly locator: string;
      readonly expect: Cells;
      readonly key?: Cells;
    };

/**
 * What became of one operation.
 *
 * - done: it is as asked; `record` is the post-image (null after a delete). Also when it was so already.
 * - stale: the side no longer holds what was expected; nothing was written. `record` is what it holds.
 * - refused: the system (or our own check before it) will not take this value; nothing was written.
 * - unknown: the answer was lost; the write may or may not have happened. Read before trying again.
 */
export type Written =
  | { readonly id: string; readonly outcome: "done"; readonly record: SideRecord | null }
  | { readonly id: string; readonly outcome: "stale"; readonly record: SideRecord | null }
  | {
      readonly id: string;
      readonly outcome: "refused";
      readonly reason: string;
      readonly message: string;
      readonly field: string | null;
    }
  | { readonly id: string; readonly outcome: "unknown"; readonly message: string };

export interface WriteReport {
  /** One for each operation that was tried, in order; those after the last were not begun. */
  readonly written: readonly Written[];
  /** Why the rest was not begun: a rate limit, an outage, the deadline. Null = all were tried. */
  readonly stopped: AppError | null;
  readonly requests: number;
}

/** One side of a registry, opened. */
export interface SideConnector {
  readonly abilities: Abilities;
  /** The place as it is now; a change since the mapping was drawn is schema drift. */
  shape(): Promise<SideShape>;
  /** The next page of all records; null starts. */
  read(cursor: string | null): Promise<Page>;
  /** The next page of what changed since a mark (see changes.ts); missing where a kind, or this place, cannot tell. */
  changes?(mark: string, cursor: string | null): Promise<ChangedPage>;
  /** Point reads, to confirm what a read seemed to say. */
  find(locators: readonly string[]): Promise<{ readonly found: readonly Found[]; readonly requests: number }>;
  /** Applies operations in order until `deadline` (epoch ms). At most `abilities.writeBatch` of them. */
  write(operations: readonly WriteOperation[], deadline: number): Promise<WriteReport>;
  /**
   * Writes on the side what its records are known by and do not hold yet, by which they are found after their keys
   * change. Missing where the system gives its records ids. Done again, it changes nothing. Throws AppError.
   */
  nameRecords?(): Promise<{ readonly requests: number }>;
  /**
   * `decode(encode(value))` for a mapped field: pure, synchronous, no I/O. It stands on the place's shape, so
   * `shape()` or `read()` is called once before (in each process); a side that needs it and lacks it throws.
   */
  project(fieldId: string, value: Value): Projection;
  /**
   * The text by which other tables on the same system refer to this record in a relation: page id in Notion,
   * the single key's text elsewhere.
   */
  referenceOf(record: { readonly locator: string; readonly cells: Cells }): string | null;
  /**
   * The names of people known as `changedBy`, one call each at most. It is a help for readers, so it never throws:
   * what the system does not answer, or not now, is left out. Missing where records do not tell who changed them.
   */
  people?(ids: readonly string[]): Promise<People>;
}

/** One connection, opened: access to one workspace, database or account. */
export interface Connector {
  readonly kind: ConnectorKind;
  check(): Promise<readonly Check[]>;
  /** Whose records it opens; null where the system does not tell. */
  account(): Promise<Account | null>;
  locations(query: string): Promise<readonly Location[]>;
  side(config: SideConfig): SideConnector;
  /** Missing where a kind's places are made by people alone. */
  readonly places?: PlaceMaker;
  close(): Promise<void>;
}

/** The guarded ways out, given by the caller; a connector opens nothing itself. */
export interface WaysOut {
  /** Provider calls over HTTP, guarded and counted. */
  readonly fetch: typeof globalThis.fetch;
  /** A socket to a customer's database at a checked and pinned address. */
  readonly openSocket: OpenSocket;
}

/** Resolves, checks and pins `host`; the stream counts bytes and ends itself beyond its budget. */
export type OpenSocket = (target: { readonly host: string; readonly port: number }) => Promise<OutStream>;

export interface OutStream extends Duplex {
  /** True only if the operator's allow-list let the address through: a network where TLS may be left out. */
  readonly internal?: boolean;
  /** The pinned address. */
  readonly remoteAddress?: string;
  /** Bytes received so far. */
  readonly bytesRead?: number;
}
