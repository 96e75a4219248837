import type { Cells, FieldType } from "@/lib/engine/value";
import type { SideConnector, WriteOperation } from "../connector";
import { layoutOf } from "../contract-session.test-kit";
import { type KnownBy, type SheetPlace, sheetPlace } from "./sandbox-place.test-kit";

/** Three rows in no order, below the headers Code, Name and The amount. */
const ROWS: readonly Cells[] = [
  { code: "c", name: "Carl", amount: "3" },
  { code: "a", name: "Anna", amount: "1" },
  { code: "b", name: "Bert", amount: "2" },
];

export const SHEET = { sheetId: 0 };

const rowsBelowHeader = {
  ...SHEET,
  startRowIndex: 1,
  endRowIndex: 1_000,
  startColumnIndex: 0,
  endColumnIndex: 26,
};

export interface Stock extends SheetPlace {
  side(): SideConnector;
  /** Rows as shown, cells joined by bars, blank rows left out. */
  table(): readonly string[];
  sort(endRowIndex?: number): Promise<void>;
  /** The next call with this method fails that way. */
  fault(kind: string, method: string): void;
  /** Runs `gesture` after the connector's next reading of cells, before it can act on it. */
  afterNextRead(gesture: () => void): void;
}

export async function openStock(
  rows: readonly Cells[] = ROWS,
  types: readonly FieldType[] = ["number"],
  knownBy: KnownBy = "headers",
): Promise<Stock> {
  const place = await sheetPlace(layoutOf(types), knownBy);
  if (rows.length > 0) await place.insert(rows);
  return {
    ...place,
    side: () => place.open(place.config),
    table: () =>
      place
        .screen()
        .slice(1)
        .map((row) => row.slice(0, 3).join("|").replace(/\|+$/, ""))
        .filter((row) => row !== ""),
    sort: (endRowIndex = 1_000) =>
      place.batch([
        {
          sortRange: {
            range: { ...rowsBelowHeader, endRowIndex },
            sortSpecs: [{ dimensionIndex: 0, sortOrder: "ASCENDING" }],
          },
        },
      ]),
    fault: (kind, method) => {
      place.hand("fault", { kind, match: { method, path: "^/v4/spreadsheets/" }, times: 1 });
    },
    afterNextRead: (gesture) => {
      place.desk.onAnswer = (url, method) => {
        if (method !== "GET" || !url.searchParams.has("ranges")) return;
        place.desk.onAnswer = null;
        gesture();
      };
    },
  };
}

export const update = (code: string, cells: Cells, expected: Cells): WriteOperation => ({
  op: "update",
  id: `update ${code}`,
  locator: JSON.stringify([code]),
  cells,
  expect: expected,
});

export const create = (code: string): WriteOperation => ({
  op: "create",
  id: `create ${code}`,
  cells: { code, name: code },
});

export const removal = (code: string): WriteOperation => ({
  op: "delete",
  id: `delete ${code}`,
  locator: JSON.stringify([code]),
  expect: {},
});
