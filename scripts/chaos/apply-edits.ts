import type { Hands } from "../../e2e/support/hands";
import { SIDES, type SideName, type SideRows, type ThreeSides } from "../../e2e/support/three-sides";
import type { Edit } from "./edit";

/** Makes the edits: cells first, then new rows, then deletes, so that a sheet's rows stand still as long as needed. */
export async function applyEdits(sides: ThreeSides, hands: Hands, edits: readonly Edit[]): Promise<void> {
  const rows = await sides.read();
  for (const side of SIDES) {
    const own = edits.filter((edit) => edit.side === side);
    for (const edit of own)
      if (edit.op === "update")
        await hands.editCell(side, rowWith(rows, side, edit.key), { ...edit, value: orNull(edit.value) });
    for (const edit of own)
      if (edit.op === "create")
        await hands.create(
          side,
          Object.fromEntries(Object.entries(edit.cells).map(([column, text]) => [column, orNull(text)])),
        );
    const gone = own.filter((edit) => edit.op === "delete");
    await hands.remove(
      side,
      gone.map((edit) => rowWith(rows, side, edit.key)),
    );
  }
}

const orNull = (text: string): string | null => (text === "" ? null : text);

function rowWith(rows: Record<SideName, SideRows>, side: SideName, key: string): SideRows[number] {
  const row = rows[side].find((candidate) => candidate.key === key);
  if (!row) throw new Error(`${side} has no row ${key} to edit`);
  return row;
}
