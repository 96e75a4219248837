import { mergeRow } from "../merge";
import { prepareRules } from "../prepare";
import type { Acknowledgement, Conflict, SideWrite } from "../row";
import type { Cells } from "../value";
import type { TableCase } from "./merge-table";
import { type Prediction, predict } from "./oracle";

/** What merge and oracle say of one part of the decision that they do not agree on. */
export interface Disagreement {
  readonly part: string;
  readonly merge: string;
  readonly oracle: string;
}

export function disagreements({ state, rules }: TableCase): readonly Disagreement[] {
  const decision = mergeRow(state, prepareRules(rules));
  const prediction = predict(state, rules);
  return PARTS.flatMap(([part, textOf]) => {
    const [merge, oracle] = [textOf(decision), textOf(prediction)];
    return merge === oracle ? [] : [{ part, merge, oracle }];
  });
}

/** The parts of a decision as texts that do not depend on the order of sides, fields or records. */
const PARTS: readonly (readonly [string, (said: Prediction) => string])[] = [
  ["outcome", ({ outcome }) => outcome],
  ["cells", ({ cells }) => textOf(cells)],
  ["origins", ({ origins }) => textOf(origins)],
  ["writes", ({ writes }) => listOf(writes.map(writeText))],
  ["agreed", ({ agreed }) => listOf(agreed)],
  ["acknowledgements", ({ acknowledgements }) => listOf(acknowledgements.map(acknowledgementText))],
  ["conflicts", ({ conflicts }) => listOf(conflicts.map(conflictText))],
  ["issues", ({ issues }) => listOf(issues.map((issue) => `${issue.sideId} ${issue.field} ${issue.reason}`))],
];

function writeText(write: SideWrite): string {
  const head = `${write.op} ${write.sideId}`;
  switch (write.op) {
    case "create":
      return `${head} ${textOf(write.cells)}`;
    case "delete":
      return `${head} ${textOf(write.expect)}`;
    case "update": {
      const cells = write.cells.map(
        ({ field, before, after }) => `${field}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`,
      );
      return `${head} ${listOf(cells)}`;
    }
  }
}

function acknowledgementText({ sideId, cells, otherwise }: Acknowledgement): string {
  return `${sideId} ${textOf(cells)} else ${textOf(otherwise)}`;
}

function conflictText(conflict: Conflict): string {
  if (conflict.kind === "delete-edit") {
    const { deletedOn, editedOn, survives, decidedBy } = conflict;
    return `deleted ${listOf(deletedOn)} edited ${listOf(editedOn)} ${survives} ${decidedBy}`;
  }
  const { field, base, winner, resolved, decidedBy } = conflict;
  const candidates = conflict.candidates.map(
    ({ sideId, value, origin }) => `${sideId} ${JSON.stringify(value)} ${originText(origin)}`,
  );
  return `${field} ${JSON.stringify([base, winner, resolved])} ${decidedBy} ${listOf(candidates)}`;
}

function originText(origin: { readonly after: number; readonly before: number } | null): string {
  return origin === null ? "?" : `${origin.after}-${origin.before}`;
}

function textOf(entries: Cells | Prediction["origins"] | null): string {
  if (entries === null) return "none";
  return listOf(Object.entries(entries).map(([id, value]) => `${id}: ${JSON.stringify(value)}`));
}

function listOf(texts: readonly string[]): string {
  return `{${[...texts].sort().join("; ")}}`;
}
