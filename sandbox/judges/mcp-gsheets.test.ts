import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, bench } from "@/sandbox/google/testing/bench";
import { type Detour, openDetour } from "./testing/detour";
import { type McpClient, startMcpServer } from "./testing/mcp-client";

const require = createRequire(import.meta.url);
const PROGRAM = require.resolve("mcp-gsheets/dist/index.js");
const ROBOT = "robot@judge.iam.gserviceaccount.com";
const HOSTS = ["sheets.googleapis.com", "oauth2.googleapis.com", "www.googleapis.com"];

let at: Bench;
let detour: Detour;
let judge: McpClient;

beforeAll(async () => {
  at = await bench();
  detour = await openDetour(Object.fromEntries(HOSTS.map((host) => [host, at.url])));
  const key = at.control("create-service-account", { email: ROBOT });
  judge = await startMcpServer(PROGRAM, {
    ...detour.env,
    GOOGLE_PROJECT_ID: "judge",
    GOOGLE_SERVICE_ACCOUNT_KEY: JSON.stringify(key),
  });
}, 30_000);
afterAll(async () => {
  judge.close();
  detour.close();
  await at.close();
});

interface Values {
  readonly values: readonly (readonly string[])[];
}

const TAB = "Companies";
const HEADER = ["Name", "Size", "Active", "Founded"];

const shown = (spreadsheetId: string) =>
  at.control<{ rows: string[][] }>("rows", { spreadsheetId, sheetId: 0 }).rows;

/** A spreadsheet that the judge made, with rows that it appended. */
async function judgedBook(): Promise<string> {
  const sheets = [{ title: TAB, rowCount: 50, columnCount: 6 }];
  const made = await judge.call("sheets_create_spreadsheet", { title: "Judged", sheets });
  const spreadsheetId = /"spreadsheetId": "([^"]+)"/.exec(made.text)?.[1] ?? "";
  const rows = Array.from({ length: 150 }, (_, row) => [
    `Company ${row}, é`,
    row * 1.5,
    row % 2 === 0,
    "2024-02-29",
  ]);
  await judge.call("sheets_append_values", { spreadsheetId, range: `${TAB}!A1`, values: [HEADER, ...rows] });
  return spreadsheetId;
}

describe("an MCP server for Google Sheets, made by others", { timeout: 30_000 }, () => {
  it("makes a table and reads all of it as people see it", async () => {
    const spreadsheetId = await judgedBook();
    const { answer } = await judge.call<Values>("sheets_get_values", {
      spreadsheetId,
      range: `${TAB}!A1:F500`,
    });
    expect(answer.values).toHaveLength(151);
    expect(answer.values).toEqual(shown(spreadsheetId));
    expect(answer.values.slice(0, 3)).toEqual([
      HEADER,
      ["Company 0, é", "0", "TRUE", "2024-02-29"],
      ["Company 1, é", "1.5", "FALSE", "2024-02-29"],
    ]);
    const metadata = await judge.call("sheets_get_metadata", { spreadsheetId });
    expect(metadata.answer).toMatchObject({
      title: "Judged",
      sheets: [{ title: TAB, rowCount: 151, columnCount: 6 }],
    });
  });

  it("reads values as they are behind what is shown", async () => {
    const spreadsheetId = await judgedBook();
    await judge.call("sheets_update_values", { spreadsheetId, range: `${TAB}!E2`, values: [["=B3*2"]] });
    const range = `${TAB}!B3:E3`;
    const raw = await judge.call<Values>("sheets_get_values", {
      spreadsheetId,
      range,
      valueRenderOption: "UNFORMATTED_VALUE",
    });
    expect(raw.answer.values).toEqual([[1.5, false, 45_351]]);
    const formula = { spreadsheetId, range: `${TAB}!E2`, valueRenderOption: "FORMULA" };
    expect((await judge.call<Values>("sheets_get_values", formula)).answer.values).toEqual([["=B3*2"]]);
    expect(shown(spreadsheetId)[1]?.[4]).toBe("3");
  });

  it("changes, inserts, clears and deletes", async () => {
    const spreadsheetId = await judgedBook();
    const [, , second, third, fourth] = shown(spreadsheetId);
    await judge.call("sheets_update_values", {
      spreadsheetId,
      range: `${TAB}!A2:B2`,
      values: [["=not a formula", "007"]],
      valueInputOption: "RAW",
    });
    expect(shown(spreadsheetId)[1]).toEqual(["=not a formula", "007", "TRUE", "2024-02-29"]);
    await judge.call("sheets_insert_rows", {
      spreadsheetId,
      range: `${TAB}!A3`,
      rows: 1,
      values: [["Between"]],
    });
    expect(shown(spreadsheetId).slice(2, 4)).toEqual([["Between", "", "", ""], second]);
    await judge.call("sheets_delete_rows", { spreadsheetId, range: `${TAB}!3:4` });
    expect(shown(spreadsheetId).slice(2, 4)).toEqual([third, fourth]);
    await judge.call("sheets_clear_values", { spreadsheetId, range: `${TAB}!B3:D3` });
    expect(shown(spreadsheetId)[2]?.filter((cell) => cell !== "")).toEqual([third?.[0]]);
  });

  it("adds a column, renames it and deletes it", async () => {
    const spreadsheetId = await judgedBook();
    const head = (title: string) =>
      judge.call("sheets_update_values", { spreadsheetId, range: `${TAB}!E1`, values: [[title]] });
    await head("Grade");
    await head("Class");
    expect(shown(spreadsheetId)[0]).toEqual([...HEADER, "Class"]);
    await judge.call("sheets_delete_columns", { spreadsheetId, range: `${TAB}!E:E` });
    expect(shown(spreadsheetId)[0]).toEqual(HEADER);
  });

  it("makes, copies, renames and deletes tabs", async () => {
    const spreadsheetId = await judgedBook();
    await judge.call("sheets_insert_sheet", { spreadsheetId, title: "More" });
    await judge.call("sheets_duplicate_sheet", { spreadsheetId, sheetId: 0, newSheetName: "Copy" });
    await judge.call("sheets_update_sheet_properties", { spreadsheetId, sheetId: 0, title: "First" });
    const tabs = () =>
      at
        .control<{ spreadsheetId: string; sheets: { title: string; sheetId: number }[] }[]>(
          "list-spreadsheets",
        )
        .find((book) => book.spreadsheetId === spreadsheetId)?.sheets ?? [];
    expect(
      tabs()
        .map(({ title }) => title)
        .sort(),
    ).toEqual(["Copy", "First", "More"]);
    const sheetId = tabs().find(({ title }) => title === "Copy")?.sheetId;
    await judge.call("sheets_delete_sheet", { spreadsheetId, sheetId });
    expect(
      tabs()
        .map(({ title }) => title)
        .sort(),
    ).toEqual(["First", "More"]);
  });

  it("hears what is wrong, and asks again when it was too fast", async () => {
    const spreadsheetId = await judgedBook();
    const lost = { spreadsheetId: "1".repeat(44), range: `${TAB}!A1` };
    expect((await judge.call("sheets_get_values", lost)).text).toContain("not found");
    const wrong = { spreadsheetId, range: "Nowhere!A1" };
    expect((await judge.call("sheets_get_values", wrong)).text).toContain("Unable to parse range");
    at.control("reset-counts");
    at.control("fault", { kind: "429" });
    const again = await judge.call<Values>("sheets_get_values", { spreadsheetId, range: `${TAB}!A1:A1` });
    expect(again.answer.values).toEqual([["Name"]]);
    expect(at.control("counts")).toMatchObject({ reads: 2, writes: 0 });
    at.control("fault", { kind: "429" });
    const append = { spreadsheetId, range: `${TAB}!A1`, values: [["Late"]] };
    expect((await judge.call("sheets_append_values", append)).text).toContain("Rate limit exceeded");
    expect(shown(spreadsheetId)).toHaveLength(151);
  });
});
