import type { Candidate } from "@/lib/db/rows/candidates";
import { keyText, rowHash } from "@/lib/engine/canonical";
import type { Cells } from "@/lib/engine/value";
import { newUuid } from "@/lib/ids";
import type { CompiledRules } from "@/lib/rules/compile-rules";
import { checkDrafts } from "@/lib/sync/check-drafts";
import { type Decided, storedForm } from "@/lib/sync/decide";
import { type Draft, merged } from "@/lib/sync/draft";
import { ReferenceBook } from "@/lib/sync/relations";
import { rowStateOf, type SideOfRun } from "@/lib/sync/row-state";
import { digest, type OpenSide } from "@/lib/sync/sides";
import { type Dataset, sortedIds } from "./dataset";
import { mergeRules } from "./merge-rules";

const SIDES = ["a", "b", "c"];
const SCOPE = { filter: null, leaving: "keep" } as const;
const LOOK = { lastLook: 0, readUntil: {} };

/** Rows that three sides hold alike and that one of them has edited, with all that is known of each. */
export async function editedRows(dataset: Dataset, count: number): Promise<Candidate[]> {
  const ids = sortedIds(dataset);
  return [...(await dataset.rows(count))].map((cells): Candidate => {
    const key = keyText(cells, dataset.key) ?? "";
    const hash = rowHash(cells, ids, digest);
    const place = { locator: key, hash };
    const link = { ...place, acknowledged: null, pending: false, writtenAt: null };
    const told = { unknown: null, changedAt: null, grainMs: null, changedBy: null };
    const record = (sideId: string, shown: Cells | null) =>
      ({ ...place, ...told, sideId, state: "present", cells: shown }) as const;
    return {
      rowId: newUuid(),
      key,
      base: { cells, origins: {}, hash, inScope: true },
      links: SIDES.map((sideId) => ({ ...link, sideId })),
      records: SIDES.map((sideId) => record(sideId, sideId === "a" ? dataset.edits.a.of(cells) : null)),
      duplicatedOn: [],
    };
  });
}

/** What a plan does with a slice of changed rows between reading and storing them: merge, rules, stored form, texts. */
export function decider(dataset: Dataset, rules: CompiledRules | null) {
  const sides = SIDES.map((sideId) => sideOfRun(dataset, sideId));
  const prepared = mergeRules(dataset, SIDES);
  const watch = { ...LOOK, waitedMs: {}, seesEdits: true };
  const form = { sides, key: dataset.key, normalise: false, sortedIds: sortedIds(dataset), watch };
  return async (candidates: readonly Candidate[]): Promise<number> => {
    const drafts = candidates.map((candidate): Draft => {
      const state = rowStateOf(candidate, sides, { look: LOOK, ordered: undefined });
      return { candidate, rules: prepared, state, decision: merged(state, prepared, SCOPE), found: [] };
    });
    await checkDrafts(drafts, rules, { ...SCOPE, judgesSteps: true });
    return drafts.reduce((sum, draft) => sum + textsOf(storedForm({ ...draft, ...form })), 0);
  };
}

/** The JSON that is copied into decisions and operations. */
function textsOf({ decision, operations }: Decided): number {
  const parts = [decision?.before, decision?.cells, decision?.origins, decision?.sides];
  const written = operations.flatMap(({ before, cells }) => [before, cells]);
  return [...parts, ...written].reduce((sum, part) => sum + (JSON.stringify(part)?.length ?? 0), 0);
}

function sideOfRun(dataset: Dataset, sideId: string): SideOfRun {
  const side = {
    definition: { id: sideId },
    connector: {
      abilities: { lookupLagMs: 0 },
      project: (_field: string, value: unknown) => ({ ok: true, value }),
    },
    fields: dataset.fields,
    sortedIds: sortedIds(dataset),
    directions: Object.fromEntries(dataset.fields.map((field) => [field.id, "both"])),
  };
  return { side: side as unknown as OpenSide, book: new ReferenceBook(), fresh: new Set() };
}
