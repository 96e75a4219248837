import type { sheets_v4 } from "googleapis/build/src/apis/sheets/v4";
import type { Bench } from "./bench";

export interface TestSheet {
  readonly spreadsheetId: string;
  readonly sheetId: number;
  readonly token: string;
  /** Applies batch requests through the API and answers the replies. */
  batch(...requests: sheets_v4.Schema$Request[]): Promise<sheets_v4.Schema$Response[]>;
  /** What the tab shows, row by row. */
  shown(): string[][];
}

/** A new account with a spreadsheet of one tab "T". Texts are entered as typed. */
export function testSheet(at: Bench, rows: unknown[][], locale = "en_US"): TestSheet {
  const owner = `owner-${Math.random().toString(36).slice(2)}@example.com`;
  const { accessToken: token } = at.control<{ accessToken: string }>("create-account", { email: owner });
  const { spreadsheetId, sheets } = at.control<{ spreadsheetId: string; sheets: { sheetId: number }[] }>(
    "create-spreadsheet",
    { title: "Test", owner, locale, sheets: [{ title: "T", rows }] },
  );
  return {
    spreadsheetId,
    sheetId: sheets[0]?.sheetId ?? 0,
    token,
    async batch(...requests) {
      const { data } = await at.sheets(token).spreadsheets.batchUpdate({
        spreadsheetId,
        requestBody: { requests },
      });
      return data.replies ?? [];
    },
    shown: () => at.control<{ rows: string[][] }>("rows", { spreadsheetId }).rows,
  };
}
