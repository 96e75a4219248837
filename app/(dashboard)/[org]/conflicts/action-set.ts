import type { ConflictActions } from "@/components/conflict/conflict-actions";
import { chooseForField, chooseValue, makeFieldRule, previewField, undoChoice } from "./actions";

/** What the screens with conflicts hand to their parts. */
export const conflictActions: ConflictActions = {
  choose: chooseValue,
  reopen: undoChoice,
  previewAll: previewField,
  chooseAll: chooseForField,
  makeRule: makeFieldRule,
};
