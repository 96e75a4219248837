import type { ConflictActions } from "@/components/conflict/conflict-actions";
import { choose, chooseAll, makeFieldRule, previewAll, reopen, reopenAll } from "./actions";

/** What the screens with conflicts hand to their parts. */
export const conflictActions: ConflictActions = {
  choose,
  reopen,
  previewAll,
  chooseAll,
  reopenAll,
  makeRule: makeFieldRule,
};
