interface Words {
  readonly word: string;
  /** What a person can do about it. */
  readonly remedy: string;
}

const MANY_DELETES =
  "If the rows were deleted on purpose, approve. If not, reject and restore them where they were deleted. If so many deletes are usual here, change the rule.";

const BRAKES: Record<string, Words> = {
  "incomplete-read": {
    word: "A side could not be read completely",
    remedy: "Mend the cause and run again; such a plan cannot be approved.",
  },
  "emptied-side": {
    word: "A side is empty",
    remedy:
      "If the table was emptied by mistake, reject and restore it. Approve only if every row is to go on all sides.",
  },
  deletes: { word: "More deletes than the limit", remedy: MANY_DELETES },
  "deletes-24h": { word: "More deletes in 24 hours than the limit", remedy: MANY_DELETES },
  "unconfirmed-deletes": {
    word: "Missing rows that were not looked up",
    remedy:
      "If the rows were deleted on purpose, approve. If not, reject and restore them. If they were filtered away or access to them was lost, reject, mend that and run again.",
  },
  "validation-errors": {
    word: "More invalid rows than the limit",
    remedy:
      "Invalid cells are set aside whatever you decide. Approve to carry out the rest, or correct the rows or the schema and run again.",
  },
  "most-rows-changed": {
    word: "Most rows would change",
    remedy:
      "Look for a format, time zone or formula that changed. If it was a mistake, reject and restore. If such changes are usual here, change the rule.",
  },
  "schema-change": {
    word: "The fields changed",
    remedy:
      "Check that the field still means the same. Approve to go on with it, or undo the change on that side.",
  },
  "setting-change": {
    word: "The registry's settings changed",
    remedy:
      "This is what the new settings would do. Approve to go on with them, or change them back and run again.",
  },
  orphans: {
    word: "Relations would point at nothing",
    remedy: "Correct the relations first, or approve to leave them without their row.",
  },
  renames: {
    word: "Keys seem to have changed",
    remedy:
      "Approve to carry the new keys to the other sides. If they are other rows, reject and correct the keys.",
  },
  "moved-cells": {
    word: "Cells went from row to row",
    remedy:
      "If the sheet was sorted without all of its columns, reject and undo the sort there (its version history has the sheet as it was), or restore it from here. Approve only if the values belong where they stand.",
  },
  "approval-required": {
    word: "A field needs an approval",
    remedy: "Look at its changes below. Approve to carry them out, or reject and restore the old values.",
  },
  preview: {
    word: "Shown before it writes",
    remedy: "Look at what it would write. Approve to carry it out, or reject to leave everything as it is.",
  },
};

export const brakeWord = (kind: string): string => BRAKES[kind]?.word ?? kind;

/** What a person can do about a brake. */
export const brakeRemedy = (kind: string): string =>
  BRAKES[kind]?.remedy ?? "Look at the plan; approve it or reject it.";
