import type { Companies, Company } from "@/lib/sync/testing/companies";
import { company } from "@/lib/sync/testing/companies";
import type { SideName } from "../../e2e/support/three-sides";
import type { Edit } from "../chaos/edit";

/** Companies that stand on all sides before anybody edits. */
export const ROWS = 25;

type Update = Extract<Edit, { op: "update" }>;

const update = (side: SideName, number: number, column: keyof Company, value: string): Update => ({
  op: "update",
  side,
  key: company(number).Code,
  column,
  value,
});
const create = (side: SideName, number: number): Edit => {
  const cells = company(number);
  return { op: "create", side, key: cells.Code, cells };
};
const remove = (side: SideName, number: number): Edit => ({ op: "delete", side, key: company(number).Code });

/** The cell that two people edit differently before the run. */
export const CONTESTED: readonly Update[] = [
  update("notion", 12, "City", "Rome"),
  update("postgres", 12, "City", "Paris"),
];

/** The edit of the cell that somebody else edits, too, at the moment of the fault. */
export const RIVALLED = update("sheet", 4, "Name", "Company four");

/** That other edit, where the run is about to bring the first: it may hold the row just then. */
export const RIVAL = update("postgres", 4, "Name", "Company 4 renamed");

/** What people have done when the run begins: something of every kind on every side. */
export const BEFORE: readonly Edit[] = [
  create("notion", 31),
  create("postgres", 32),
  create("sheet", 33),
  // Two people make the same row.
  create("notion", 34),
  create("postgres", 34),
  update("notion", 2, "City", "Berlin"),
  update("postgres", 3, "Staff", "333"),
  RIVALLED,
  update("notion", 5, "Tags", "blue, green"),
  update("sheet", 6, "Sector", "Food"),
  update("postgres", 7, "Name", ""),
  // Three people, three cells of one row.
  update("notion", 8, "City", "Madrid"),
  update("postgres", 8, "Staff", "888"),
  update("sheet", 8, "Name", "Company eight"),
  ...CONTESTED,
  // Deleted by one and edited by another: it stays.
  update("notion", 13, "City", "Vienna"),
  remove("notion", 9),
  remove("postgres", 10),
  remove("sheet", 11),
  remove("sheet", 13),
];

/** What people do at the moment of the fault: in rows of their own, and in other cells of rows that the run moves. */
export const MEANWHILE: readonly Edit[] = [
  update("notion", 14, "City", "Bern"),
  update("postgres", 15, "Staff", "1515"),
  update("sheet", 16, "Name", "Company sixteen"),
  update("sheet", 2, "Staff", "222"),
  update("notion", 3, "Name", "Company three"),
  create("postgres", 35),
];

/** Does in the three places what the edits say, in their order. */
export async function makeEdits(companies: Companies, edits: readonly Edit[]): Promise<void> {
  const hands = { notion: companies.notion, postgres: companies.table, sheet: companies.sheet };
  for (const edit of edits) {
    const at = hands[edit.side];
    if (edit.op === "update") await at.edit(edit.key, edit.column as keyof Company, edit.value);
    else if (edit.op === "create") await at.add(edit.cells);
    else await at.remove(edit.key);
  }
}
