import { afterEach, describe, expect, it } from "vitest";
import type { FieldType, Value } from "@/lib/engine/value";
import { FIELD_OF_TYPE } from "../contract-corpus.test-kit";
import { recordOf, written } from "../contract-session.test-kit";
import { openStock, SHEET, type Stock, update } from "./stock.test-kit";

let stock: Stock;
afterEach(() => stock.dispose());

const TYPES = ["number", "date", "datetime", "local-datetime", "multi-select"] as const;

type Type = (typeof TYPES)[number] | "text";

const fieldOf = (type: Type): string => (type === "text" ? "name" : FIELD_OF_TYPE[type as FieldType]);

/** One row, `a`, in a spreadsheet of this locale. */
async function openIn(locale: string) {
  stock = await openStock([{ code: "a", name: null }], TYPES);
  await stock.batch([
    { updateSpreadsheetProperties: { properties: { locale, timeZone: "UTC" }, fields: "locale,timeZone" } },
  ]);
}

const type = (of: Type, value: string) =>
  stock.hand("edit-cell", { row: 1, column: stock.columnOf(fieldOf(of)), value });

const place = (of: Type, numberValue: number | null, format: { type: string; pattern?: string }) =>
  stock.batch([
    {
      updateCells: {
        start: { ...SHEET, rowIndex: 1, columnIndex: stock.columnOf(fieldOf(of)) },
        fields: numberValue === null ? "userEnteredFormat" : "userEnteredValue,userEnteredFormat",
        rows: [
          {
            values: [
              {
                ...(numberValue !== null && { userEnteredValue: { numberValue } }),
                userEnteredFormat: { numberFormat: format },
              },
            ],
          },
        ],
      },
    },
  ]);

const shown = (of: Type) => stock.screen()[1]?.[stock.columnOf(fieldOf(of))];

async function read(of: Type): Promise<Value | { readonly unreadable: string | undefined }> {
  const { cells, unknown } = await recordOf(stock.side(), "a");
  return cells[fieldOf(of)] ?? { unreadable: unknown[fieldOf(of)] };
}

const unreadable = (why: string) => ({ unreadable: expect.stringContaining(why) });

const CURRENCY = { type: "CURRENCY", pattern: '"$"#,##0.00' };
const PERCENT = { type: "PERCENT", pattern: "0.00%" };
const CODE = { type: "NUMBER", pattern: "00000" };
const TIME = { type: "TIME", pattern: "h:mm AM/PM" };
const DURATION = { type: "TIME", pattern: "[h]:mm:ss" };
const FRACTION = { type: "NUMBER", pattern: "# ?/?" };
const SCIENTIFIC = { type: "SCIENTIFIC", pattern: "0.00E+00" };

describe("what is read is what a person sees, or is unreadable by name", () => {
  it.each([
    ["00042", "text", 42, CODE, "00042"],
    ["00042", "multi-select", 42, CODE, ["00042"]],
    ["00042", "number", 42, CODE, "42"],
    ["INV-0042", "text", 42, { type: "NUMBER", pattern: '"INV-"0000' }, "INV-0042"],
    ["12.50%", "text", 0.125, PERCENT, "12.5%"],
    ["12.50%", "number", 0.125, PERCENT, "0.125"],
    ["$1,234.50", "number", 1234.5, CURRENCY, "1234.5"],
    ["$1,234.50", "text", 1234.5, CURRENCY, unreadable("a currency")],
    ["$1,234.50", "multi-select", 1234.5, CURRENCY, unreadable("a currency")],
    ["1.23E+05", "text", 123_456, SCIENTIFIC, "123456"],
    ["1.23E+05", "number", 123_456, SCIENTIFIC, "123456"],
    [null, "number", 0.5, FRACTION, "0.5"],
    [null, "text", 0.5, FRACTION, unreadable("besides")],
    ["3:30 PM", "text", 0.645_833_333_333_333_3, TIME, "15:30:00"],
    ["3:30 PM", "number", 0.645_833_333_333_333_3, TIME, unreadable("date or time")],
    ["3:30 PM", "date", 0.645_833_333_333_333_3, TIME, unreadable("no date")],
    ["3:30 PM", "datetime", 0.645_833_333_333_333_3, TIME, unreadable("no date")],
    ["3:30 PM", "text", 45_351.645_833_333_336, TIME, unreadable("days besides the time")],
    ["26:15:00", "text", 1.093_75, DURATION, "26:15:00"],
    ["26:15:00", "number", 1.093_75, DURATION, unreadable("date or time")],
    ["26:15:00", "datetime", 1.093_75, DURATION, unreadable("no date")],
    ["2024-02-29", "number", 45_351, { type: "NUMBER", pattern: "yyyy-mm-dd" }, unreadable("date or time")],
    ["2024-02-29", "date", 45_351, { type: "NUMBER", pattern: "yyyy-mm-dd" }, "2024-02-29"],
    [null, "text", -3_000_000, { type: "DATE", pattern: "yyyy-mm-dd" }, unreadable("beyond the calendar")],
  ] as const)("%s in a %s field", async (text, of, number, format, expected) => {
    await openIn("en_US");
    await place(of, number, format);
    if (text !== null) expect(shown(of)).toBe(text);
    expect(await read(of)).toEqual(expected);
  });

  it.each([
    ["en_US", "1,234.5", "number", "1234.5"],
    ["de_DE", "1.234,5", "number", "1234.5"],
    ["de_DE", "0,5", "text", "0.5"],
    ["de_DE", "12,5%", "number", "0.125"],
    ["de_DE", "12,5%", "text", "12.5%"],
    ["de_DE", "1.234,50 €", "number", "1234.5"],
    ["de_DE", "1.234,50 €", "text", unreadable("a currency")],
    ["en_US", "02/03/2024", "date", "2024-02-03"],
    ["de_DE", "02.03.2024", "date", "2024-03-02"],
    ["de_DE", "02.03.2024 15:30", "local-datetime", "2024-03-02T15:30:00"],
    ["de_DE", "02.03.2024 15:30", "datetime", "2024-03-02T15:30:00Z"],
    ["de_DE", "15:30", "text", "15:30:00"],
    // Typed as text: nobody knows in which order the day and the month stand, or what the point is.
    ["de_DE", "'02.03.2024", "date", unreadable("no date")],
    ["en_US", "'1.234", "number", "1.234"],
    ["de_DE", "'1.234", "number", unreadable("may group its digits")],
    ["de_DE", "'1.000", "number", unreadable("may group its digits")],
    ["de_DE", "'1234", "number", "1234"],
    ["de_DE", "'1234,5", "number", unreadable("no number")],
  ] as const)("%s: %s typed into a %s field", async (locale, text, of, expected) => {
    await openIn(locale);
    type(of, text);
    expect(await read(of)).toEqual(expected);
  });
});

describe("what is written keeps the cell's format and reads back", () => {
  it.each([
    ["number", PERCENT, "0.5", "50.00%"],
    ["number", CURRENCY, "-1234.5", "-$1,234.50"],
    ["number", CODE, "7", "00007"],
    ["number", SCIENTIFIC, "123456", "1.23E+05"],
    ["text", CODE, "00007", "00007"],
    ["text", CURRENCY, "$5", "$5"],
    ["text", TIME, "15:30:00", "15:30:00"],
    ["text", { type: "DATE", pattern: "dd.MM.yyyy" }, "2024-03-02", "2024-03-02"],
    ["date", { type: "DATE", pattern: "dd.MM.yyyy" }, "2024-03-02", "02.03.2024"],
    ["date", { type: "DATE_TIME", pattern: "dd.MM.yyyy HH:mm" }, "2024-03-02", "02.03.2024 00:00"],
    [
      "datetime",
      { type: "DATE_TIME", pattern: "dd.MM.yyyy HH:mm" },
      "2024-03-02T15:30:00Z",
      "02.03.2024 15:30",
    ],
    ["multi-select", CODE, ["00007", "1,5".replace(",", ".")], "00007, 1.5"],
  ] as const)("%s over %o", async (of, format, value, text) => {
    for (const locale of ["en_US", "de_DE"]) {
      await openIn(locale);
      await place(of, 1, format);
      const field = fieldOf(of);
      const before = (await recordOf(stock.side(), "a")).cells[field];
      const expected = before === undefined ? {} : { [field]: before };
      const answers = await written(stock.side(), [update("a", { [field]: value }, expected)]);
      expect(answers).toMatchObject([{ outcome: "done", record: { cells: { [field]: value } } }]);
      if (locale === "en_US") expect(shown(of)).toBe(text);
      expect(await formatOf(of)).toEqual(format);
      await stock.dispose();
    }
    await openIn("en_US");
  });

  it("numbers that no double holds stand as digits in every locale", async () => {
    await openIn("de_DE");
    const amount = "12345678901234567.5";
    await written(stock.side(), [update("a", { amount }, {})]);
    expect(await read("number")).toBe(amount);
  });
});

async function formatOf(of: Type) {
  const { data } = await stock.desk.at.sheets(stock.desk.accessToken).spreadsheets.get({
    spreadsheetId: stock.spreadsheetId,
    fields: "sheets.data.rowData.values.userEnteredFormat.numberFormat",
  });
  const row = data.sheets?.[0]?.data?.[0]?.rowData?.[1];
  return row?.values?.[stock.columnOf(fieldOf(of))]?.userEnteredFormat?.numberFormat;
}
