import type { DatabaseRecord, DataSourceRecord, PageRecord } from "./record";

interface Step<T> {
  /** Null = it was not there. */
  readonly before: T | null;
  /** Null = it is gone for good. */
  readonly after: T | null;
}

/** What became of one thing. */
export type Change =
  | ({ readonly kind: "page" } & Step<PageRecord>)
  | ({ readonly kind: "data_source" } & Step<DataSourceRecord>)
  | ({ readonly kind: "database" } & Step<DatabaseRecord>);
