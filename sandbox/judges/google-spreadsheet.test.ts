import { GoogleSpreadsheet, type GoogleSpreadsheetWorksheet } from "google-spreadsheet";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Bench, bench } from "@/sandbox/google/testing/bench";

const ROWS = 230;
const HEADER = ["Name", "Size", "Active", "Founded", "Note"];

let at: Bench;
let auth: { readonly token: string };

beforeAll(async () => {
  at = await bench();
  auth = {
    token: at.control<{ accessToken: string }>("create-account", { email: "ada@example.com" }).accessToken,
  };
});
afterAll(() => at.close());

// The client knows Google's hosts alone and calls the global fetch, so that is where its requests are turned.
beforeEach(() => {
  const { fetch } = globalThis;
  vi.stubGlobal("fetch", async (input: Request | string | URL, init?: RequestInit) => {
    const asked = new Request(input, init);
    const { hostname, pathname, search } = new URL(asked.url);
    if (!hostname.endsWith(".googleapis.com")) throw new Error(`the judge went to ${hostname}`);
    const body = await asked.arrayBuffer();
    const { method, headers, signal } = asked;
    return fetch(`${at.url}${pathname}${search}`, {
      method,
      headers,
      signal,
      ...(body.byteLength > 0 && { body }),
    });
  });
});
afterEach(() => vi.unstubAllGlobals());

interface Book {
  readonly doc: GoogleSpreadsheet;
  readonly sheet: GoogleSpreadsheetWorksheet;
  shown(): string[][];
}

/** A spreadsheet that the judge made, with a tab of its own. */
async function judgedBook(rows = 0): Promise<Book> {
  const doc = await GoogleSpreadsheet.createNewSpreadsheetDocument(auth, { title: "Judged" });
  const sheet = await doc.addSheet({ title: "Companies", headerValues: HEADER });
  const entered = Array.from({ length: rows }, (_, row) => ({
    Name: `Company ${row}, é 🏭`,
    Size: row - 3.25,
    Active: row % 2 === 0,
    Founded: "2024-02-29",
    Note: row % 3 === 0 ? "" : `line ${row}\nmore`,
  }));
  if (rows > 0) await sheet.addRows(entered);
  const { spreadsheetId } = doc;
  const { sheetId } = sheet;
  return {
    doc,
    sheet,
    shown: () => at.control<{ rows: string[][] }>("rows", { spreadsheetId, sheetId, limit: 100_000 }).rows,
  };
}

const trimmed = (rows: readonly (readonly unknown[])[]) =>
  rows.map((row) =>
    row
      .map((cell) => cell ?? "")
      .join("|")
      .replace(/\|*$/, ""),
  );

describe("google-spreadsheet", { timeout: 30_000 }, () => {
  it("reads all rows as people see them", async () => {
    const { doc, sheet, shown } = await judgedBook(ROWS);
    const fresh = new GoogleSpreadsheet(doc.spreadsheetId, auth);
    await fresh.loadInfo();
    expect(fresh.title).toBe("Judged");
    const read = await fresh.sheetsByTitle.Companies?.getRows();
    expect(read).toHaveLength(ROWS);
    expect(trimmed((read ?? []).map((row) => HEADER.map((name) => row.get(name))))).toEqual(
      trimmed(shown().slice(1)),
    );
    const pages = [];
    for (let offset = 0; offset < ROWS; offset += 100)
      pages.push(...(await sheet.getRows({ offset, limit: 100 })));
    expect(pages.map((row) => row.get("Name"))).toEqual(read?.map((row) => row.get("Name")));
  });

  it("reads values, formats and formulas of cells", async () => {
    const { doc, sheet } = await judgedBook(3);
    const fresh = new GoogleSpreadsheet(doc.spreadsheetId, auth);
    await fresh.loadInfo(true);
    const cells = fresh.sheetsById[sheet.sheetId];
    expect([1, 2, 3].map((row) => cells?.getCell(row, 1).value)).toEqual([-3.25, -2.25, -1.25]);
    expect(cells?.getCell(1, 2).value).toBe(true);
    expect(cells?.getCell(1, 3)).toMatchObject({ value: 45_351, formattedValue: "2024-02-29" });
  });

  it("loads, changes and saves single cells", async () => {
    const { sheet, shown } = await judgedBook(3);
    await sheet.loadCells("A1:E4");
    expect(sheet.getCell(1, 1).value).toBe(-3.25);
    sheet.getCell(1, 1).value = 7;
    sheet.getCell(2, 0).value = "=B2*2";
    await sheet.saveUpdatedCells();
    expect([shown()[1]?.[1], shown()[2]?.[0]]).toEqual(["7", "14"]);
    expect(sheet.getCell(2, 0)).toMatchObject({ value: 14, formula: "=B2*2", formattedValue: "14" });
    await sheet.loadCells({ startRowIndex: 2, endRowIndex: 3, startColumnIndex: 0, endColumnIndex: 2 });
    expect(sheet.getCell(2, 0).formula).toBe("=B2*2");
  });

  it("adds, changes and deletes rows", async () => {
    const { sheet, shown } = await judgedBook(3);
    const added = await sheet.addRow({ Name: "=1+1", Size: "007" }, { raw: true });
    expect(trimmed(shown())[4]).toBe("=1+1|007");
    added.assign({ Name: "=1+1", Note: "by formula" });
    await added.save();
    expect(trimmed(shown())[4]).toBe("2|7|||by formula");
    const [first, second] = await sheet.getRows();
    await first?.delete();
    expect(shown()[1]?.[0]).toBe(second?.get("Name"));
    expect(second?.rowNumber).toBe(2);
    await sheet.clearRows({ start: 3 });
    expect(
      shown()
        .flat()
        .filter((cell) => cell !== ""),
    ).toHaveLength(5 + 5 - 1 + 1);
  });

  it("adds, renames and moves columns, and widens the grid", async () => {
    const { sheet, shown } = await judgedBook(2);
    await sheet.resize({ rowCount: 500, columnCount: 30 });
    await sheet.setHeaderRow([...HEADER, "Grade"]);
    await sheet.setHeaderRow(["Title", ...HEADER.slice(1), "Class"]);
    expect(shown()[0]?.slice(0, 6)).toEqual(["Title", ...HEADER.slice(1), "Class"]);
    const [row] = await sheet.getRows();
    row?.set("Class", "A");
    await row?.save();
    expect(shown()[1]?.[5]).toBe("A");
    await sheet.insertDimension("COLUMNS", { startIndex: 0, endIndex: 1 });
    expect(shown()[0]?.slice(0, 2)).toEqual(["", "Title"]);
    await sheet.deleteColumns(0, 1);
    expect(shown()[0]?.[0]).toBe("Title");
  });

  it("renames, copies and deletes tabs", async () => {
    const { doc, sheet } = await judgedBook(1);
    await sheet.updateProperties({ title: "First" });
    await sheet.duplicate({ title: "Copy" });
    await doc.loadInfo();
    expect(Object.keys(doc.sheetsByTitle).sort()).toEqual(["Copy", "First", "Sheet1"]);
    await doc.sheetsByTitle.Copy?.delete();
    const tabs = at.control<{ spreadsheetId: string; sheets: { title: string }[] }[]>("list-spreadsheets");
    const now = tabs.find(({ spreadsheetId }) => spreadsheetId === doc.spreadsheetId)?.sheets;
    expect(now?.map(({ title }) => title).sort()).toEqual(["First", "Sheet1"]);
  });

  it("keeps developer metadata", async () => {
    const { doc, sheet } = await judgedBook(1);
    const location = {
      dimensionRange: { sheetId: sheet.sheetId, dimension: "ROWS", startIndex: 1, endIndex: 2 },
    };
    await sheet.createDeveloperMetadata({
      metadataKey: "row",
      metadataValue: "7",
      location,
      visibility: "DOCUMENT",
    } as never);
    const found = await doc.searchDeveloperMetadata([
      { developerMetadataLookup: { metadataKey: "row" } },
    ] as never);
    expect(found).toMatchObject([{ metadataKey: "row", metadataValue: "7" }]);
  });

  it("hears what is wrong, and asks again when it was too fast", async () => {
    const lost = new GoogleSpreadsheet("1".repeat(44), auth);
    await expect(lost.loadInfo()).rejects.toThrow("[404]");
    const { doc, sheet } = await judgedBook(1);
    await expect(sheet.getCellsInRange("A0:B1")).rejects.toThrow("[400]");
    const stranger = new GoogleSpreadsheet(doc.spreadsheetId, { token: "none" });
    await expect(stranger.loadInfo()).rejects.toThrow("[401]");
    at.control("fault", { kind: "429", times: 2 });
    await sheet.loadHeaderRow();
    expect(sheet.headerValues.slice(0, 5)).toEqual(HEADER);
  });
});
