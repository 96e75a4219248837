import type { ConflictActions } from "@/components/conflict/conflict-actions";
import { choose, chooseAll, makeFieldRule, previewAll, reopen } from "./actions";

/** What the screens with conflicts hand to their parts. */
export const conflictActions: ConflictActions = {
  choose,
  reopen,
  previewAll,
  chooseAll,
  makeRule: makeFieldRule,
};
