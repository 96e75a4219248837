import type { ActionResult } from "@/components/action";
import type { ManyResolvedView } from "@/lib/services/conflicts/resolve-conflicts";
import type { CellInput } from "@/lib/services/rows/enter-value";

/** A side's id, or `base`; or a value given by hand. */
export type ConflictChoice = { readonly choose: string } | { readonly value: CellInput };

/** All that wait on a field, by one side's value. */
export interface FieldChoice {
  readonly field: string;
  readonly side: string;
}

export interface PreviewResult extends ActionResult {
  readonly preview: Pick<ManyResolvedView, "matched" | "decided" | "sample"> | null;
}

/** A decision on many: what it is taken back by; null = it came to nothing. */
export interface ManyResult extends ActionResult {
  readonly decided: number;
  readonly decidedAt: string | null;
}

/** What a person can do about conflicts: server actions, handed down by the page. */
export interface ConflictActions {
  readonly choose: (org: string, id: string, choice: ConflictChoice) => Promise<ActionResult>;
  readonly reopen: (org: string, id: string) => Promise<ActionResult>;
  readonly previewAll: (org: string, registryId: string, given: FieldChoice) => Promise<PreviewResult>;
  readonly chooseAll: (org: string, registryId: string, given: FieldChoice) => Promise<ManyResult>;
  readonly reopenAll: (org: string, registryId: string, decidedAt: string) => Promise<ActionResult>;
  readonly makeRule: (org: string, registryId: string, given: FieldChoice) => Promise<ActionResult>;
}
