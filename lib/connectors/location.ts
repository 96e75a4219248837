/** A place where a side can live, or what one can be made in; `id` is opaque text, unique within the connection. */
export interface Location {
  readonly id: string;
  readonly title: string;
  /** What the contract calls `location`: `{dataSourceId}`, `{schema, table}`, `{spreadsheetId, sheetId, title}`. */
  readonly address: Readonly<Record<string, string | number>>;
  /** Whether its rows may be written at all, whatever its fields say; left out where the system does not tell. */
  readonly mayEdit?: boolean;
}
