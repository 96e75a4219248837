import "server-only";
import type { Caller } from "@/lib/auth/policy";
import type { ConflictView } from "../conflicts/conflict-view";
import { countOpenConflicts, listConflicts, type OpenConflictsView } from "../conflicts/list-conflicts";
import { type IssueGroupView, listIssues } from "../issues/list-issues";
import { listRegistries } from "../registries/browse-registries";
import type { RegistryView } from "../registries/registry-view";
import { listHeldRuns } from "../runs/browse-runs";
import type { RunView } from "../runs/run-view";

/** What waits for a person in one registry. */
export interface RegistryAttention {
  readonly registry: RegistryView;
  readonly held: readonly RunView[];
  /** The newest of those that are not settled, also the ones that were decided and wait for a run. */
  readonly conflicts: readonly ConflictView[];
  /** All on which nobody has decided, by field. */
  readonly openConflicts: readonly OpenConflictsView[];
  /** Errors that nobody has put aside. */
  readonly issues: readonly IssueGroupView[];
  /** Held runs, conflicts that nobody has decided on, rows with open issues, and columns that are new on a side. */
  readonly count: number;
  readonly issueRows: number;
}

/** Held runs, unresolved conflicts and open issues of every registry, in the order of the registries. */
export async function listAttention(caller: Caller): Promise<RegistryAttention[]> {
  const registries = await listRegistries(caller);
  return Promise.all(registries.map((registry) => attentionOf(caller, registry)));
}

async function attentionOf(caller: Caller, registry: RegistryView): Promise<RegistryAttention> {
  const [held, conflictPage, openConflicts, issuePage] = await Promise.all([
    listHeldRuns(caller, registry.id),
    listConflicts(caller, registry.id, { cursor: null, state: "open" }),
    countOpenConflicts(caller, registry.id),
    listIssues(caller, registry.id),
  ]);
  const undecided = openConflicts.reduce((sum, { open }) => sum + open, 0);
  const issues = issuePage.data.filter(
    ({ severity, rows, skipped }) => severity === "error" && rows > skipped,
  );
  const issueRows = issues.reduce((sum, group) => sum + group.rows - group.skipped, 0);
  const count = held.length + undecided + issueRows + registry.newColumns.length;
  const conflicts = conflictPage.data;
  return { registry, held, conflicts, openConflicts, issues, count, issueRows };
}
