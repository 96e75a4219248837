import { expect, test } from "vitest";
import type { Field } from "@/lib/engine/field";
import type { Value } from "@/lib/engine/value";
import type { DraftRule } from "./draft-input";
import { failingTaken, ruleProposals } from "./rule-proposals";

const FIELDS: readonly Field[] = [
  { id: "f1", name: "Code", type: "text" },
  { id: "f2", name: "State", type: "select" },
  { id: "f3", name: "Amount", type: "number" },
];

const rows = (count: number, odd: Record<string, Value>) => [
  ...Array.from({ length: count }, (_, at) => ({
    cells: { f1: `AB-${1000 + at}`, f2: at % 2 === 0 ? "Draft" : "Final", f3: String(at) },
  })),
  { cells: { f1: "ZZ-9999", f2: "Draft", f3: "1", ...odd } },
];

const source = (odd: Record<string, Value>, taken: readonly DraftRule[] = []) => ({
  ...{ fields: FIELDS, key: ["f1"], rows: rows(120, odd), taken, takenOwn: [] },
});

test.each<[what: string, odd: Record<string, Value>, id: string, example: unknown]>([
  ["an empty cell", { f2: null }, "f2:required", { key: ["ZZ-9999"], value: null }],
  ["a key of another form", { f1: "zz" }, "f1:pattern", { key: ["zz"], value: "zz" }],
  ["an empty amount", { f3: null }, "f3:required", { key: ["ZZ-9999"], value: null }],
])("%s is the one example against the rule", async (_, odd, id, example) => {
  const proposals = await ruleProposals(source(odd));
  const proposal = proposals.find((one) => one.id === id);
  expect(proposal).toMatchObject({ failing: 1, total: 121, isTaken: false });
  expect(proposal?.examples).toEqual([expect.objectContaining(example)]);
  for (const other of proposals.filter((one) => one.failing === 0)) expect(other.examples).toEqual([]);
});

test("what the draft has is marked, and counted over all rows; keys that repeat are the key's own question", async () => {
  const taken: DraftRule[] = [
    { field: "f1", kind: "pattern", keywords: { pattern: "^A" } },
    { field: "f2", kind: "enum", keywords: { enum: ["Draft"] } },
    { field: "f3", kind: "range", keywords: { minimum: 0 } },
  ];
  const proposals = await ruleProposals(source({ f2: "Lost" }, taken));
  // The data proposes another pattern and other options than the draft has: those are not taken.
  expect(proposals.map(({ id }) => id)).toEqual(expect.arrayContaining(["f1:pattern", "f2:enum"]));
  expect(proposals.filter(({ isTaken }) => isTaken).map(({ id }) => id)).toEqual(["f3:range"]);
  expect(proposals.some(({ kind }) => kind === "unique-key")).toBe(false);
  expect(await failingTaken(source({ f2: "Lost" }, taken))).toEqual({
    failing: 61,
    checked: 121,
    problem: null,
  });
});

test("rules over the whole row count with the others, a warning with none", async () => {
  const rule = {
    id: "odd",
    kind: "formula",
    expression: "row.f3 != 7.0",
    message: "Seven.",
    severity: "error",
  } as const;
  const failing = async (severity: "error" | "warning") =>
    (await failingTaken({ ...source({}), takenOwn: [{ ...rule, severity }] })).failing;
  expect([await failing("error"), await failing("warning")]).toEqual([1, 0]);
});

test("rules that cannot be used say so, and nothing is counted", async () => {
  const bent: DraftRule[] = [{ field: "f1", kind: "pattern", keywords: { pattern: "(" } }];
  const { failing, checked, problem } = await failingTaken(source({}, bent));
  expect([failing, checked]).toEqual([0, 0]);
  expect(problem?.message).toBeTruthy();
});
