import type { Field } from "@/lib/engine/field";
import type { Cells, Value } from "@/lib/engine/value";
import { type Bench, bench } from "@/sandbox/google/testing/bench";
import type { Connector, SideConfig } from "../connector";
import type { ContractLayout, ContractPlace } from "../contract-harness.test-kit";
import { cellData } from "./batch";
import { encodeValue, NO_PLACE } from "./codec";
import type { GoogleCredentials } from "./config";
import { openGoogleSheets } from "./connector";

const PLENTY = {
  readsPerUser: 99_999,
  readsPerProject: 99_999,
  writesPerUser: 99_999,
  writesPerProject: 99_999,
};

/** A person's tokens, a served sandbox and every request that left the connector. */
export interface Desk {
  readonly at: Bench;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly sent: URL[];
  connect(credentials?: GoogleCredentials): Connector;
  /** Called after a request was sent and before its answer is handed on. */
  onAnswer: ((url: URL, method: string) => void) | null;
  /** Called before a request is sent, which waits for it. */
  hold: ((url: URL, method: string) => Promise<void>) | null;
}

export async function openDesk(): Promise<Desk> {
  const at = await bench({ settings: { limits: PLENTY } });
  const tokens = at.control<{ accessToken: string; refreshToken: string }>("create-account", {
    email: "ada@example.com",
    scopes: ["spreadsheets", "drive.metadata.readonly"],
  });
  const sent: URL[] = [];
  const desk: Desk = {
    at,
    ...tokens,
    sent,
    onAnswer: null,
    hold: null,
    connect: (credentials = { accessToken: tokens.accessToken }) =>
      openGoogleSheets(
        credentials,
        {
          fetch: async (input, init) => {
            const url = new URL(input instanceof Request ? input.url : input);
            sent.push(url);
            await desk.hold?.(url, init?.method ?? "GET");
            const response = await fetch(url, init);
            desk.onAnswer?.(url, init?.method ?? "GET");
            return response;
          },
          openSocket: () => Promise.reject(new Error("a spreadsheet needs no socket")),
        },
        { apiUrl: at.url, oauthUrl: at.url },
      ),
  };
  return desk;
}

export interface SheetPlace extends ContractPlace {
  readonly desk: Desk;
  readonly spreadsheetId: string;
  /** What a run does at its end. */
  nameRecords(): Promise<void>;
  /** Where the field's column stands. */
  columnOf(field: string): number;
  /** A gesture of a person at this spreadsheet. */
  hand(command: string, input?: Record<string, unknown>): Record<string, unknown>;
  batch(requests: readonly Record<string, unknown>[]): Promise<void>;
  /** The texts on the screen, header first. */
  screen(): readonly (readonly string[])[];
}

/** How columns and rows are known: by headers and keys, or by marks and ids of ours. */
export type KnownBy = "headers" | "ids";

/** Lays a sheet out: one column for each field, in order. Rows that a person adds get their ids as after a run. */
export async function sheetPlace(layout: ContractLayout, knownBy: KnownBy): Promise<SheetPlace> {
  const desk = await openDesk();
  const { fields } = layout;
  const made = desk.at.control<{ spreadsheetId: string; sheets: { sheetId: number; title: string }[] }>(
    "create-spreadsheet",
    { title: "Register", sheets: [{ title: "It's a tab", rows: [fields.map(({ name }) => name)] }] },
  );
  const { spreadsheetId } = made;
  const { sheetId = 0, title = "" } = made.sheets[0] ?? {};
  const sheets = desk.at.sheets(desk.accessToken).spreadsheets;
  const batch: SheetPlace["batch"] = async (requests) => {
    await sheets.batchUpdate({ spreadsheetId, requestBody: { requests: [...requests] } });
  };
  const config: SideConfig = {
    address: { spreadsheetId, sheetId, title, ...(knownBy === "ids" && { rowIds: 1 }) },
    mapped: fields.map((field) => ({ field, sideField: `h:${field.name}`, writable: true })),
    key: layout.key,
  };
  const hand: SheetPlace["hand"] = (command, input = {}) =>
    desk.at.control(command, { spreadsheetId, sheetId, ...input });
  const screen = () => (hand("rows", { limit: 100_000 }).rows as string[][]) ?? [];
  const names = new Map(fields.map(({ id, name }) => [id, name]));
  const columnOf = (field: string): number => (screen()[0] ?? []).indexOf(names.get(field) ?? "");
  const keyColumn = (): number => columnOf(layout.key[0] ?? "");
  const rowOf = (key: string): number => {
    const column = keyColumn();
    return screen().findIndex((row, at) => at > 0 && row[column] === key);
  };
  const nameRecords = async () => {
    if (knownBy === "ids") await desk.connect().side(config).nameRecords?.();
  };
  const references = Object.fromEntries(
    Object.entries(layout.targets ?? {}).map(([field, count]) => [
      field,
      Array.from({ length: count }, (_, at) => `target ${at}`),
    ]),
  );
  return {
    desk,
    spreadsheetId,
    columnOf,
    config,
    references,
    hand,
    batch,
    screen,
    open: (given) => desk.connect().side(given),
    nameRecords,
    insert: async (rows) => {
      const inOrder = (screen()[0] ?? []).map((name) => fields.find(({ id }) => names.get(id) === name));
      await batch([
        {
          appendCells: {
            sheetId,
            rows: rows.map((row) => ({ values: inOrder.map((field) => (field ? cellOf(field, row) : {})) })),
            fields: "userEnteredValue,userEnteredFormat.numberFormat",
          },
        },
      ]);
      await nameRecords();
    },
    edit: async (key, field, value) => {
      const column = columnOf(field);
      const of = fields.find(({ id }) => id === field) as Field;
      await batch([
        {
          updateCells: {
            start: { sheetId, rowIndex: rowOf(key), columnIndex: column },
            rows: [{ values: [cellOf(of, { [field]: value })] }],
            fields: "userEnteredValue,userEnteredFormat.numberFormat",
          },
        },
      ]);
    },
    remove: async (key) => {
      hand("delete-rows", { rows: [rowOf(key)] });
    },
    ...(knownBy === "headers"
      ? {}
      : {
          rename: async (field: string, name: string) => {
            hand("edit-cell", { row: 0, column: columnOf(field), value: name });
            names.set(field, name);
          },
        }),
    drop: async (field) => {
      const startIndex = columnOf(field);
      await batch([
        {
          deleteDimension: {
            range: { sheetId, dimension: "COLUMNS", startIndex, endIndex: startIndex + 1 },
          },
        },
      ]);
    },
    truncateNextRead: async () => {
      hand("fault", { kind: "cut", match: { method: "GET", path: "^/v4/spreadsheets/" }, times: 1 });
    },
    fingerprint: async () => JSON.stringify(desk.at.store.all("google.book")) + JSON.stringify(screen()),
    requests: () => desk.sent.length,
    dispose: () => desk.at.close(),
  };
}

const cellOf = (field: Field, cells: Cells) => {
  const value: Value = cells[field.id] ?? null;
  const encoded = encodeValue(field.type, value, NO_PLACE);
  if (!encoded.ok) throw new Error(`the test wants a cell that cannot be: ${encoded.reason}`);
  return cellData(encoded.stored, "none");
};
