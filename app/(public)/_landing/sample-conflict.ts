import type { Strategy } from "@/lib/engine/field";
import { mergeRow } from "@/lib/engine/merge";
import { prepareRules } from "@/lib/engine/prepare";
import type { MergeRules, RowState } from "@/lib/engine/row";

const FIELD = { id: "status", name: "Status", type: "text" } as const;
const KEY = { id: "code", name: "Code", type: "text" } as const;

export const SIDES = [
  { id: "notion", kind: "notion", value: "Final", who: "Maya", at: "10:42" },
  { id: "postgres", kind: "postgres", value: "Archived", who: "billing job", at: "10:44" },
] as const;

export const BASE = "Draft";

const moment = (clock: string): number => Date.parse(`2026-11-29T${clock}:00.000Z`);

/** For a picture a digest need not be a secure one; it must be the same everywhere. */
function digest(text: string): string {
  let hash = 2_166_136_261;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return hash.toString(16).padStart(8, "0");
}

const state: RowState = {
  rowId: "row",
  base: { code: "ACME-17", status: BASE },
  origins: {},
  sides: SIDES.map(({ id, value, at }) => ({
    sideId: id,
    acknowledged: { code: "ACME-17", status: BASE },
    observed: {
      state: "present",
      cells: { code: "ACME-17", status: value },
      unknown: [],
      origin: { after: moment(at), before: moment(at) },
    },
  })),
};

const rulesOf = (strategy: Strategy): MergeRules => ({
  fields: [KEY, FIELD],
  key: ["code"],
  sides: SIDES.map(({ id }, position) => ({
    sideId: id,
    position,
    directions: { code: "both", status: "both" },
    mayCreate: true,
    mayDelete: true,
    project: (_field, value) => ({ ok: true, value }),
  })),
  strategy,
  strategyByField: {},
  authority: "notion",
  winners: { default: null, fields: {} },
  deletes: "propagate",
  clockToleranceMs: 2_000,
  digest,
});

/** What the engine makes of it; null = a person is asked, and the cell stays as it is. */
export function decided(strategy: Strategy): { readonly winner: string | null; readonly decidedBy: string } {
  const [conflict] = mergeRow(state, prepareRules(rulesOf(strategy))).conflicts;
  if (conflict?.kind !== "cell") throw new Error("the sample is no conflict");
  return { winner: conflict.resolved ? String(conflict.winner) : null, decidedBy: conflict.decidedBy };
}
