import { keyText } from "@/lib/engine/canonical";
import type { Direction } from "@/lib/engine/field";
import { type Value, valuesEqual } from "@/lib/engine/value";
import { publicId } from "@/lib/ids";
import { FIELD_IDS, KEY } from "./fields";
import { type History, type PersonEdit, tokensOf } from "./history";
import { projectOn } from "./project";
import type { HeldRow, OpenNote, SimStore } from "./sim-store";
import type { SimRecord, SimSystem } from "./system";

/** One side of the simulated registry. */
export interface SimSideOf {
  readonly sideId: string;
  readonly connectionId: string;
  readonly system: SimSystem;
  readonly directions: Readonly<Record<string, Direction>>;
}

export interface Judged {
  readonly sides: readonly SimSideOf[];
  readonly store: SimStore;
  readonly history: History;
  /** Rows that the last run called equal on all sides. */
  readonly verified: number;
  readonly deletes: string;
  /** The last run was held for keys that seem to have been changed: it has told of the records. */
  readonly hasRenames: boolean;
}

/** Everything that must hold once all is healed and nobody edits any more; each line says what does not. */
export async function violationsOf(judged: Judged): Promise<readonly string[]> {
  const [rows, issues, conflicts] = await Promise.all([
    judged.store.rows(),
    judged.store.openIssues(),
    judged.store.openConflicts(),
  ]);
  const notes = [...issues, ...conflicts];
  return [
    ...unequalRows(judged, rows, notes),
    ...(judged.hasRenames ? [] : unlinkedRecords(judged, rows, issues)),
    ...twins(judged, issues),
    ...falseClaims(judged, rows),
    ...(await lostEdits(judged)),
    ...(await missingEntries(judged)),
    ...(await dishonestWins(judged)),
  ];
}

const recordOf = ({ sideId, system }: SimSideOf, row: HeldRow): SimRecord | undefined => {
  const locator = row.links[sideId];
  return locator === undefined ? undefined : system.at(locator)[0];
};

const isNoted = (notes: readonly OpenNote[], row: HeldRow, field: string | null): boolean =>
  notes.some(
    (note) =>
      (note.rowId === row.rowId || (note.rowId === null && note.subject === row.key)) &&
      (note.field === null || field === null || note.field === field),
  );

/** Convergence: a row is on every side and equal there, or an open issue or conflict says why not. */
function unequalRows(
  { sides, deletes }: Judged,
  rows: readonly HeldRow[],
  notes: readonly OpenNote[],
): string[] {
  return rows.flatMap((row) =>
    sides.flatMap((side) => {
      const record = recordOf(side, row);
      const { name } = side.system.traits;
      if (!record)
        return deletes === "never" || isNoted(notes, row, null)
          ? []
          : [`${row.key} is not on ${name}, and nothing says why`];
      return FIELD_IDS.flatMap((field) => {
        const direction = side.directions[field] ?? "off";
        if (direction === "off" || direction === "in" || isNoted(notes, row, field)) return [];
        const merged = row.cells[field];
        const shown = record.cells[field] ?? null;
        return isShownAs(side.system, field, { merged, shown })
          ? []
          : [
              `${field} of ${row.key} is ${shown} on ${name}, but ${merged} in the registry, and nothing says why`,
            ];
      });
    }),
  );
}

function isShownAs(
  system: SimSystem,
  field: string,
  { merged = null, shown }: { readonly merged: Value | undefined; readonly shown: Value },
) {
  if (valuesEqual(merged, shown)) return true;
  const projected = projectOn(system.traits, field, merged);
  return projected.ok && valuesEqual(projected.value, shown);
}

/** Every record is a row's, or an issue says why it is not. */
function unlinkedRecords({ sides }: Judged, rows: readonly HeldRow[], issues: readonly OpenNote[]): string[] {
  return sides.flatMap(({ sideId, system }) => {
    const linked = new Set(rows.map((row) => row.links[sideId]));
    return system.rows.flatMap((record) => {
      const locator = system.locatorOf(record);
      const key = keyText(record.cells, [KEY]) ?? locator;
      return linked.has(locator) || issues.some(({ subject }) => subject === key || subject === locator)
        ? []
        : [`${record.cells[KEY]} on ${system.traits.name} is no row of the registry, and nothing says why`];
    });
  });
}

function twins({ sides }: Judged, issues: readonly OpenNote[]): string[] {
  return sides.flatMap(({ system }) =>
    [...Map.groupBy(system.rows, ({ cells }) => cells[KEY])].flatMap(([key, records]) => {
      const isTold = issues.some(({ subject }) => subject === JSON.stringify([key]));
      return records.length < 2 || isTold
        ? []
        : [`${key} is there ${records.length} times on ${system.traits.name}`];
    }),
  );
}

/** What a run claims is true: no more rows are called equal than are. */
function falseClaims({ sides, verified }: Judged, rows: readonly HeldRow[]): string[] {
  const equal = rows.filter((row) =>
    sides.every((side) => {
      const record = recordOf(side, row);
      return (
        record !== undefined &&
        FIELD_IDS.every((field) => {
          const [merged, shown] = [row.cells[field], record.cells[field] ?? null];
          if (side.directions[field] !== "both") return true;
          return isShownAs(side.system, field, { merged, shown });
        })
      );
    }),
  );
  return verified > equal.length ? [`${verified} rows are called equal, but only ${equal.length} are`] : [];
}

/** Every value that a person wrote is live, or was overwritten by the same hand, or is kept where a person finds it. */
async function lostEdits({ sides, store, history }: Judged): Promise<string[]> {
  const lost: string[] = [];
  for (const edit of history.edits) {
    const side = sides.find(({ system }) => system === edit.system);
    if (side?.directions[edit.field] !== "both" && side?.directions[edit.field] !== "in") continue;
    for (const token of tokensOf(edit.value).filter((one) => !tokensOf(edit.before).includes(one))) {
      if (isLive(sides, token) || wasTakenBack(history, edit, token)) continue;
      if (await store.holds(token)) continue;
      if (history.windowLosses.some(({ value }) => value === token)) continue;
      lost.push(`${token} (${edit.field} on ${edit.system.traits.name}) is lost: neither live nor kept`);
    }
  }
  return lost;
}

const isLive = (sides: readonly SimSideOf[], token: string): boolean =>
  sides.some(({ system }) =>
    system.rows.some(({ cells }) => Object.values(cells).some((value) => tokensOf(value).includes(token))),
  );

/** The people of that side changed the cell again, or removed the record. */
function wasTakenBack(history: History, edit: PersonEdit, token: string): boolean {
  const { system, recordId, field } = edit;
  const isSame = (one: { readonly system: SimSystem; readonly recordId: string }) =>
    one.system === system && one.recordId === recordId;
  const again = history.edits.some(
    (later) =>
      isSame(later) &&
      later.field === field &&
      tokensOf(later.before).includes(token) &&
      !tokensOf(later.value).includes(token),
  );
  return again || history.removals.some((removal) => isSame(removal) && removal.at >= edit.at);
}

/**
 * Where the later write is said to have won, it is the later one. Systems tell a time of the record, not of the cell: a
 * person's later edit of another cell of the winner's record makes the winner as late.
 */
async function dishonestWins({ store, history }: Judged): Promise<string[]> {
  const edits = new Map(
    history.edits.flatMap((edit) => (typeof edit.value === "string" ? [[edit.value, edit] as const] : [])),
  );
  const editOf = (value: Value) => (typeof value === "string" ? edits.get(value) : undefined);
  return (await store.decidedConflicts()).flatMap(({ field, decidedBy, winner, values, at }) => {
    const edit = editOf(winner);
    if (decidedBy !== "last-write-wins" || edit === undefined) return [];
    const touched = history.edits.filter(
      (one) => one.system === edit.system && one.recordId === edit.recordId && one.at <= at,
    );
    const won = Math.max(edit.at, ...touched.map((one) => one.at));
    return values
      .filter((value) => (editOf(value)?.at ?? 0) > won)
      .map((value) => `${winner} won over ${value} (${field}) as the later write, and was the earlier one`);
  });
}

/** Every effect on a side has its entry in the ledger. */
async function missingEntries({ sides, store, history }: Judged): Promise<string[]> {
  const lines = await store.ledger();
  const told = new Set(lines.flatMap(({ row, side }) => (side === null ? [] : [`${row} ${side}`])));
  return history.effects.flatMap(({ system, rowId, op, key }) => {
    const sideId = sides.find((side) => side.system === system)?.sideId ?? "";
    return told.has(`${publicId("row", rowId)} ${publicId("sid", sideId)}`)
      ? []
      : [`the ledger has no entry for the ${op} of ${key} on ${system.traits.name}`];
  });
}
