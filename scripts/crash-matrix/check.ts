import { COLUMNS, type Company, companies as numbered } from "@/lib/sync/testing/companies";
import { differences } from "../../e2e/support/compare";
import type { SideName, SideRows } from "../../e2e/support/three-sides";
import { type Edit, expectEdits, expectedOf } from "../chaos/edit";
import { losses } from "../chaos/losses";
import { ledgerProblems } from "./check-ledger";
import { storeProblems } from "./check-store";
import { ROWS } from "./edits";
import type { Effect } from "./effects";
import type { Scene } from "./scene";

/** What people and we did to the sides, all in all. */
export interface Happened {
  readonly edits: readonly Edit[];
  readonly written: readonly Effect[];
  /** Edits of the same cells that knew nothing of each other. */
  readonly rivals: readonly Extract<Edit, { op: "update" }>[];
}

/** Everything that is not as it must be once all is quiet, in sentences. */
export async function problemsOf(scene: Scene, happened: Happened): Promise<string[]> {
  const sides = await readSides(scene);
  const expected = expectedOf(new Map(numbered(1, ROWS).map((row) => [row.Code, row])));
  expectEdits(expected, happened.edits);
  const unequal = differences(sides, COLUMNS);
  return [
    ...unequal,
    ...losses(sides.postgres, expected, COLUMNS),
    ...(await forgottenValues(scene, happened.rivals, sides.postgres)),
    ...(await storeProblems(scene, expected.size)),
    ...(await ledgerProblems(scene, happened.written)),
  ];
}

async function readSides({ companies }: Scene): Promise<Record<SideName, SideRows>> {
  const rowsOf = (rows: readonly Company[]): SideRows =>
    rows.map((cells) => ({ key: cells.Code, cells, handle: cells.Code }));
  return {
    notion: rowsOf(await companies.notion.rows()),
    postgres: rowsOf(await companies.table.rows()),
    sheet: rowsOf(await companies.sheet.rows()),
  };
}

/** Of two edits of one cell, one is live and the other kept in a conflict record. */
async function forgottenValues(
  { databases }: Scene,
  rivals: Happened["rivals"],
  rows: SideRows,
): Promise<string[]> {
  const [kept] = await databases.ours<{ text: string | null }>(
    "select string_agg(detail::text, ' ') as text from rows.conflict",
  );
  return rivals.flatMap(({ side, key, column, value }) => {
    const live = rows.find((row) => row.key === key)?.cells[column];
    if (live === value || kept?.text?.includes(JSON.stringify(value))) return [];
    return [`${key} ${column} ${JSON.stringify(value)} (${side}) is neither live nor kept`];
  });
}
