import { expect, test } from "vitest";
import { type AttentionSubject, attentionId, subjectOf } from "./attention-id";

const SUBJECTS: readonly AttentionSubject[] = [
  { kind: "connection", connection: "con_1" },
  { kind: "stopped", registry: "reg_1" },
  { kind: "approval", run: "run_1" },
  { kind: "conflict", registry: "reg_1", field: "Name: of / a & field %3A" },
  { kind: "issue", registry: "reg_1", side: "sid_1", field: "", reason: "rule:range" },
];

test.each(SUBJECTS)("an address names $kind and nothing else", (subject) => {
  expect(subjectOf(attentionId(subject))).toEqual(subject);
});

test.each(["", "conflict", "conflict:reg_1", "issue:reg_1:sid_1:Name", "other:x", "drift:%zz", "drift:"])(
  "%j names nothing",
  (id) => expect(subjectOf(id)).toBeNull(),
);
