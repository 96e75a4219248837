import { counted } from "./count";

interface Counts {
  readonly create: number;
  readonly update: number;
  readonly conflict: number;
  readonly issue: number;
}

/** What became of one side's records; null = was not noted. */
type Fates = Readonly<
  Record<"unmatched" | "duplicate" | "keyless" | "collision" | "waiting" | "excluded" | "unreadCells", number>
> | null;

/** What a first sync will do by its plan, and what it leaves: it claims that all is equal only where nothing is left. */
export function willDo({ create, update, conflict, issue }: Counts, sides: readonly Fates[]): string {
  const writes = [
    create > 0 ? `make ${counted(create, "record")}` : null,
    update > 0 ? `change ${counted(update, "record")}` : null,
  ].filter((part) => part !== null);
  const alone = sum(sides, leftAlone);
  const unread = sum(sides, (fates) => fates?.unreadCells ?? 0);
  const left = [
    alone > 0 ? counted(alone, "record is", "records are").concat(" left alone") : null,
    unread > 0 ? `${counted(unread, "cell")} could not be read` : null,
    conflict > 0 ? counted(conflict, "conflict was", "conflicts were").concat(" found") : null,
    issue > 0 ? counted(issue, "issue waits", "issues wait") : null,
  ].filter((part) => part !== null);
  const isProven = sides.length > 0 && sides.every((fates) => fates !== null) && left.length === 0;
  const nothing = isProven ? "find every record equal already" : "write nothing";
  const first = `It will ${writes.length === 0 ? nothing : writes.join(" and ")}.`;
  return left.length === 0 ? first : `${first} ${left.join(", ")}.`;
}

const leftAlone = (fates: Fates): number =>
  fates === null
    ? 0
    : fates.unmatched + fates.duplicate + fates.keyless + fates.collision + fates.waiting + fates.excluded;

const sum = (sides: readonly Fates[], count: (fates: Fates) => number): number =>
  sides.reduce((total, fates) => total + count(fates), 0);
