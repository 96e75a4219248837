import type { OptionSet } from "../../option-sets";
import type { RegistryDefinition } from "../../registries";
import type { PendingChoice } from "../../rows/browse-conflicts";
import type { Wish } from "../../rows/orders";
import type { RunStore } from "../../run-store";
import type { StoredRun } from "../../runs";

/** A store under test, and the little that a test must place in it besides what runs do. */
export interface Harness {
  readonly store: RunStore;
  /** Companies by `name`, with three sides. */
  readonly registry: RegistryDefinition;
  /** Contacts whose `company` points at the companies, with one side, on the connection of the companies' first. */
  readonly contacts: RegistryDefinition;
  /** Adds a run of the companies and returns its id. */
  addRun(change?: Partial<StoredRun>): Promise<string>;
  storeWish(wish: Wish): Promise<void>;
  /** A person's choice on the conflict that waits about a cell; false if it comes too late. */
  choose(cell: { readonly rowId: string; readonly field: string }, choice: PendingChoice): Promise<boolean>;
  /** Publishes the schema of a registry. */
  publish(registryId: string, document: object): Promise<void>;
  addOptionSet(set: Pick<OptionSet, "id" | "name" | "options" | "source">): Promise<void>;
  /** Everything that is kept, but the ids that no call tells and the moments. */
  dump(): Promise<Dump>;
}

export type OpenHarness = () => Promise<Harness>;

/** What is kept, by table: columns under the names that the product's types give them. */
export const COLUMNS = {
  base: ["registryId", "rowId", "key", "matchKey", "hash", "cells", "origins", "version", "inScope"],
  link: ["registryId", "sideId", "rowId", "locator", "hash", "acknowledged", "pending"],
  obs: [
    ...["runId", "sideId", "ordinal", "locator", "key", "matchKey", "rowId", "state", "hash", "cells"],
    ...["unknown", "changedAt", "grainMs", "changedBy"],
  ],
  decision: [
    ...["runId", "ordinal", "chunk", "rowId", "key", "matchKey", "outcome", "before", "cells", "hash"],
    ...["origins", "sides", "committed"],
  ],
  plan: [
    ...["runId", "ordinal", "chunk", "rowId", "key", "sideId", "op", "locator", "before", "cells"],
    ...["status", "outcome", "sources"],
  ],
  row_version: ["registryId", "rowId", "version", "key", "cells", "runId"],
  conflict: [
    ...["registryId", "runId", "rowId", "key", "fingerprint", "kind", "field", "detail", "resolved"],
    ...["decidedBy", "provisional", "choice"],
  ],
  issue: [
    ...["registryId", "sideId", "runId", "subject", "rowId", "field", "reason", "message", "severity"],
    ...["records", "open", "times", "known", "skipped"],
  ],
  wish: ["registryId", "rowId", "cells", "keep", "actor", "runId"],
  exclusion: ["registryId", "sideId", "locator", "key", "reason", "actor"],
  flow: ["registryId", "fromSide", "toSide", "done", "failed"],
  latency: ["registryId", "fromSide", "toSide", "told", "counts"],
  registry: [
    ...["id", "state", "stateReason", "rowCount", "lastRunId", "lastRunAt", "nextRunAt", "failures", "dirty"],
    ...["recheck", "rechecked", "baseline", "epoch", "leaseRunId"],
  ],
  run: [
    ...["id", "registryId", "kind", "status", "progress", "planHash", "counts", "phases", "brakes"],
    ...["error", "startedAt", "finishedAt", "expiresAt"],
  ],
} as const;

export type Line = Readonly<Record<string, unknown>>;

export type Dump = { readonly [Table in keyof typeof COLUMNS]: readonly Line[] } & {
  readonly entry: readonly Line[];
};

/** Lines by their columns from left to right, which begin with the key: the same for the same lines. */
export const inOrder = (lines: readonly Line[]): readonly Line[] =>
  lines
    .map((line) => ({ line, text: JSON.stringify(Object.values(line)) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ line }) => line);
