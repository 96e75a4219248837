import { OVER_PLAN_LIMIT } from "@/lib/billing/row-limit";
import { keyText } from "@/lib/engine/canonical";
import type { Direction } from "@/lib/engine/field";
import { publicId } from "@/lib/ids";
import type { RunProgress } from "@/lib/sync/progress";
import { FIELD_IDS, KEY } from "./fields";
import { type History, type PersonEdit, tokensOf } from "./history";
import { beatenByForebears, dishonestWins, falseTimes } from "./honest-wins";
import { isShownAs } from "./project";
import type { HeldRow, OpenNote, SimStore } from "./sim-store";
import type { SimRecord, SimSystem } from "./system";

/** One side of the simulated registry. */
export interface SimSideOf {
  readonly sideId: string;
  readonly connectionId: string;
  readonly system: SimSystem;
  /** As they are now. */
  readonly directions: Record<string, Direction>;
  /** Fields that were turned at some time: which edits of them counted when is not followed up. */
  readonly turned: Set<string>;
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
  /** The rows that the organization's plan holds; null = no limit. */
  readonly rowLimit: number | null;
}

/** What was found once all is healed and nobody edits any more. */
export interface Verdict {
  /** Each says what does not hold. */
  readonly violations: readonly string[];
  /** Edits that the registry has to keep: of a field that counts on that side, and not in the window of a write. */
  readonly promised: number;
  /** Those of them that are neither live nor kept. */
  readonly lost: number;
}

export async function judge(judged: Judged): Promise<Verdict> {
  const rows = await judged.store.rows();
  const issues = await judged.store.openIssues();
  const notes = [...issues, ...(await judged.store.openConflicts())];
  const { promised, lost } = await judgeEdits(judged);
  const violations = [
    ...unequalRows(judged, rows, notes),
    ...(judged.hasRenames ? [] : unlinkedRecords(judged, rows, issues)),
    ...twins(judged, issues),
    ...copies(judged),
    ...heldUp(judged, rows, issues),
    ...falseClaims(judged, rows),
    ...lost.values(),
    ...(await missingEntries(judged)),
    ...(await dishonestWins(judged)),
    ...(await falseTimes(judged)),
    ...(await beatenByForebears(judged)),
    ...(await carriedOutUnread(judged)),
  ];
  return { violations, promised, lost: lost.size };
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

/** Whether edits of the field count on that side, and always did; where not, they are put back as agreed. */
export const countsOn = ({ directions, turned }: SimSideOf, field: string): boolean =>
  (directions[field] === "both" || directions[field] === "in") && !turned.has(field);

/** Convergence: a row is on every side and equal there, or an open issue or conflict says why not. */
function unequalRows(
  { sides, deletes }: Judged,
  rows: readonly HeldRow[],
  notes: readonly OpenNote[],
): string[] {
  const isTold = (row: HeldRow, field: string) =>
    sides.some((side) => {
      const direction = side.directions[field];
      return (direction === "both" || direction === "in") && recordOf(side, row) !== undefined;
    });
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
        // Nobody whose word counts has the row: there is nothing to be told.
        if (merged === undefined && !isTold(row, field)) return [];
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

/**
 * Every record is a row's, or an issue says why it is not. Where the key is all that a record is found by, one under a
 * new key is a row's only once that row could move: until then the issue stands at the key that it had.
 */
function unlinkedRecords(
  { sides, history }: Judged,
  rows: readonly HeldRow[],
  issues: readonly OpenNote[],
): string[] {
  return sides.flatMap(({ sideId, system }) => {
    const linked = new Set(rows.map((row) => row.links[sideId]));
    return system.rows.flatMap((record) => {
      const locator = system.locatorOf(record);
      const key = keyText(record.cells, [KEY]) ?? locator;
      const former = history.removals.filter((one) => one.system === system && one.recordId === record.id);
      const subjects = [key, locator, ...former.map((one) => JSON.stringify([one.key]))];
      return linked.has(locator) || issues.some(({ subject }) => subjects.includes(subject))
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

/** Nobody copies anything: what stands in two records of one system was made twice, whatever their keys are. */
function copies({ sides, history }: Judged): string[] {
  return sides.flatMap(({ system }) => {
    const texts = system.rows.flatMap(({ cells }) =>
      [cells.first, cells.second].filter((one) => one !== null),
    );
    return [...Map.groupBy(texts, (text) => text)].flatMap(([text, all]) =>
      all.length < 2 || typeof text !== "string" || history.moved.has(text)
        ? []
        : [`${text} stands in ${all.length} records of ${system.traits.name}`],
    );
  });
}

/** A new row is said to wait for room only where there is none. */
function heldUp({ rowLimit }: Judged, rows: readonly HeldRow[], issues: readonly OpenNote[]): string[] {
  if (rowLimit !== null && rows.length >= rowLimit) return [];
  return issues
    .filter(({ reason }) => reason === OVER_PLAN_LIMIT)
    .map(
      ({ subject }) =>
        `${subject} waits for room, and ${rows.length} rows are fewer than ${rowLimit ?? "any"}`,
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
async function judgeEdits({ sides, store, history }: Judged) {
  const inWindow = new Set(history.windowLosses.map(({ value }) => value));
  const lost = new Map<PersonEdit, string>();
  let promised = 0;
  for (const edit of history.edits) {
    const side = sides.find(({ system }) => system === edit.system);
    if (!side || !countsOn(side, edit.field)) continue;
    const tokens = tokensOf(edit.value).filter((one) => !tokensOf(edit.before).includes(one));
    if (tokens.some((token) => inWindow.has(token))) continue;
    promised += 1;
    for (const token of tokens) {
      const isThere =
        isLive(sides, token) || wasTakenBack(history, edit, token) || (await store.holds(token));
      if (isThere && !history.lostTokens.has(token)) continue;
      lost.set(edit, `${token} (${edit.field} on ${edit.system.traits.name}) is lost: neither live nor kept`);
    }
  }
  return { promised, lost };
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

/** A run one of whose reads was not proven complete is not carried out. */
async function carriedOutUnread({ store }: Judged): Promise<string[]> {
  return (await store.runs()).flatMap(({ status, progress }) => {
    const sides = Object.values((progress as unknown as RunProgress).sides);
    const isUnread = sides.some(({ incomplete }) => incomplete !== null);
    return status.startsWith("done") && isUnread
      ? ["a run ended well although a read of it was cut short"]
      : [];
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
