import { expect, test } from "vitest";
import type { BrakeKind } from "@/lib/engine/brakes";
import { brakeRemedy, brakeWord } from "./brake-word";

/** Complete, or it does not compile. */
const KINDS: Record<BrakeKind, true> = {
  "incomplete-read": true,
  "emptied-side": true,
  deletes: true,
  "deletes-24h": true,
  "unconfirmed-deletes": true,
  "validation-errors": true,
  "most-rows-changed": true,
  "schema-change": true,
  "setting-change": true,
  orphans: true,
  renames: true,
  "moved-cells": true,
  "approval-required": true,
  preview: true,
};

test.each(Object.keys(KINDS))("%s has a word and a remedy of its own", (kind) => {
  expect(brakeWord(kind)).not.toBe(kind);
  expect(brakeRemedy(kind)).not.toBe(brakeRemedy("another"));
});
