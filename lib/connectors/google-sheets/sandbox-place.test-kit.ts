import type { Field } from "@/lib/engine/field";
import type { Cells, Value } from "@/lib/engine/value";
import { type Bench, bench } from "@/sandbox/google/testing/bench";
import type { Connector, SideConfig } from "../connector";
import type { ContractLayout, ContractPlace } from "../contract-harness.test-kit";
import { cellData } from "./batch";
import { encodeValue, NO_PLACE } from "./codec";
import type { GoogleCredentials } from "./config";
import { openGoogleSheets } from "./connector";
import { COLUMN_KEY } from "./grid-read";

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
  /** A gesture of a person at this spreadsheet. */
  hand(command: string, input?: Record<string, unknown>): Record<string, unknown>;
  batch(requests: readonly Record<string, unknown>[]): Promise<void>;
  /** The texts on the screen, header first. */
  screen(): readonly (readonly string[])[];
}

/** Lays a sheet out: one column for each field, in order. `marked` columns keep their identity when renamed. */
export async function sheetPlace(layout: ContractLayout, marked: boolean): Promise<SheetPlace> {
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
  if (marked) await batch(fields.map((_, at) => mark(sheetId, at)));
  const config: SideConfig = {
    address: { spreadsheetId, sheetId, title },
    mapped: fields.map((field, at) => ({
      field,
      sideField: marked ? `m:${at + 1}` : `h:${field.name}`,
      writable: true,
    })),
    key: layout.key,
  };
  const hand: SheetPlace["hand"] = (command, input = {}) =>
    desk.at.control(command, { spreadsheetId, sheetId, ...input });
  const screen = () => (hand("rows", { limit: 100_000 }).rows as string[][]) ?? [];
  const rowOf = (key: string): number => screen().findIndex((row, at) => at > 0 && row[0] === key);
  const columnOf = (field: string): number => fields.findIndex(({ id }) => id === field);
  const references = Object.fromEntries(
    Object.entries(layout.targets ?? {}).map(([field, count]) => [
      field,
      Array.from({ length: count }, (_, at) => `target ${at}`),
    ]),
  );
  return {
    desk,
    spreadsheetId,
    config,
    references,
    hand,
    batch,
    screen,
    open: (given) => desk.connect().side(given),
    insert: (rows) =>
      batch([
        {
          appendCells: {
            sheetId,
            rows: rows.map((row) => ({ values: fields.map((field) => cellOf(field, row)) })),
            fields: "userEnteredValue,userEnteredFormat.numberFormat",
          },
        },
      ]),
    edit: async (key, field, value) => {
      const column = columnOf(field);
      const of = fields[column] as Field;
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
    ...(marked
      ? {
          rename: async (field: string, name: string) => {
            hand("edit-cell", { row: 0, column: columnOf(field), value: name });
          },
        }
      : {}),
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

const mark = (sheetId: number, column: number) => ({
  createDeveloperMetadata: {
    developerMetadata: {
      metadataId: column + 1,
      metadataKey: COLUMN_KEY,
      visibility: "DOCUMENT",
      location: {
        dimensionRange: { sheetId, dimension: "COLUMNS", startIndex: column, endIndex: column + 1 },
      },
    },
  },
});
