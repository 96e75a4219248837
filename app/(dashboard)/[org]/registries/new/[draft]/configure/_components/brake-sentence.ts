import { DEFAULT_LIMITS } from "@/lib/engine/brakes";
import type { DraftBody } from "@/lib/services/drafts/draft-input";
import { shareText } from "../../../../[registry]/settings/_components/share-text";

const { deletes, changedRows } = DEFAULT_LIMITS;

/** What deletes do and from which numbers on a person is asked, in words. */
export function brakeSentence(
  policy: NonNullable<DraftBody["deletes"]>,
  brakes: NonNullable<DraftBody["brakes"]>,
): string {
  const changed = shareText(brakes.changedShare ?? changedRows.fraction);
  const rows = brakes.changedFloor ?? changedRows.floor;
  const others = `a run that changes more than ${changed} % of the rows (and more than ${rows})`;
  if (policy === "never") return `Deletes stay where they were made. Held for a person: ${others}.`;
  const share = shareText(brakes.deletedShare ?? deletes.fraction);
  const floor = brakes.deletedFloor ?? deletes.floor;
  return `Deletes are passed on. Held for a person: more than ${share} % of the rows deleted (and more than ${floor}), ${others}.`;
}
