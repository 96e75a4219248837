import type { Conflict, Origin } from "@/lib/engine/row";
import type { Cells, Value } from "@/lib/engine/value";
import type { Entry } from "@/lib/ledger/envelope";
import type { RegistryDefinition } from "../../registries";
import type { CandidateRecord } from "../../rows/candidates";
import type { SideMark } from "../../rows/carry";
import type { FlowLine, LatencyLine } from "../../rows/flow";
import type { OperationOutcome } from "../../rows/operations";
import type { Wish } from "../../rows/orders";
import type { OperationStatus, StoredDecision, StoredOperation } from "../../rows/plan-store";
import type { StoredRun } from "../../runs";
import type { Moment } from "./moment";
import { type Journal, Table } from "./table";

/** The tables of one organization as the migrations make them, without the columns that no run asks for. */

type Timed<Whole, Times extends keyof Whole> = Omit<Whole, Times> & {
  readonly [Name in Times]: Whole[Name] extends Date ? Moment : Moment | null;
};

export interface RegistryRow extends Timed<RegistryDefinition, "lastRunAt" | "nextRunAt" | "createdAt"> {
  readonly epoch: number;
  readonly revision: number;
  readonly leaseRunId: string | null;
  readonly leaseUntil: Moment | null;
  readonly leaseHolder: string | null;
}

export interface RunRow extends Timed<StoredRun, "createdAt" | "startedAt" | "finishedAt" | "expiresAt"> {
  readonly touchedAt: Moment;
}

export interface BaseRow {
  readonly registryId: string;
  readonly rowId: string;
  readonly key: string;
  readonly matchKey: string | null;
  readonly hash: string;
  readonly cells: Cells;
  readonly origins: Readonly<Record<string, Origin>>;
  readonly version: number;
  readonly updatedAt: Moment;
  readonly inScope: boolean;
}

export interface LinkRow {
  readonly registryId: string;
  readonly sideId: string;
  readonly rowId: string;
  readonly locator: string;
  readonly hash: string;
  readonly acknowledged: Cells | null;
  readonly pending: boolean;
  readonly writtenAt: Moment | null;
}

export interface ObsRow extends CandidateRecord {
  readonly runId: string;
  readonly ordinal: number;
  readonly key: string | null;
  readonly matchKey: string | null;
  readonly rowId: string | null;
}

export interface DecisionRow extends StoredDecision {
  readonly runId: string;
  readonly committed: boolean;
}

export interface PlanRow extends StoredOperation {
  readonly runId: string;
  readonly status: OperationStatus;
  readonly outcome: Partial<Omit<OperationOutcome, "ordinal" | "status">> | null;
  readonly sentAt: Moment | null;
}

export interface VersionRow {
  readonly registryId: string;
  readonly rowId: string;
  readonly version: number;
  readonly key: string;
  readonly cells: Cells | null;
  readonly runId: string;
  readonly at: Moment;
}

export interface ConflictRow {
  readonly id: string;
  readonly registryId: string;
  readonly runId: string;
  readonly rowId: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly kind: Conflict["kind"];
  readonly field: string | null;
  readonly detail: Conflict;
  readonly resolved: boolean;
  readonly decidedBy: string;
  readonly provisional: boolean;
  readonly choice: { readonly value: Value; readonly at: string } | null;
  readonly at: Moment;
}

export interface IssueRow {
  readonly id: string;
  readonly registryId: string;
  readonly sideId: string;
  readonly runId: string;
  readonly subject: string;
  readonly rowId: string | null;
  readonly field: string;
  readonly reason: string;
  readonly message: string;
  readonly severity: "error" | "warning";
  readonly records: unknown;
  readonly open: boolean;
  readonly times: number;
  readonly firstSeen: Moment;
  readonly lastSeen: Moment;
  readonly known: boolean;
  readonly skipped: boolean;
}

export interface WishRow extends Wish {
  readonly registryId: string;
  readonly actor: unknown;
  /** The run whose plan has taken it in. */
  readonly runId: string | null;
  readonly at: Moment;
}

export interface ExclusionRow {
  readonly registryId: string;
  readonly sideId: string;
  readonly locator: string;
  readonly key: string | null;
  readonly reason: "unticked" | "undone";
  readonly actor: unknown;
  readonly at: Moment;
}

export interface FlowRow extends FlowLine {
  readonly registryId: string;
  /** The hour's beginning. */
  readonly hour: Moment;
}

export interface LatencyRow extends LatencyLine {
  readonly registryId: string;
  readonly hour: Moment;
}

export interface EntryRow {
  readonly seq: number;
  readonly entry: Entry;
  readonly occurredAt: Moment;
}

export interface OptionSetRow {
  readonly id: string;
  readonly options: readonly string[];
  readonly source: { readonly registryId: string; readonly field: string } | null;
}

export interface SideMarkRow {
  readonly sideId: string;
  readonly registryId: string;
  readonly mark: SideMark;
}

/** The organization itself: the one line of its table. */
export interface OrganizationRow {
  readonly plan: string;
  readonly rowsOverSince: Moment | null;
}

export interface SchemaRow {
  readonly registryId: string;
  readonly document: unknown;
}

/** The part of tables that are read whole. */
export const WHOLE = "";

const byId = { partOf: () => WHOLE, keyOf: ({ id }: { readonly id: string }) => id };
const ofRun = {
  partOf: ({ runId }: { readonly runId: string }) => runId,
  keyOf: ({ ordinal }: { readonly ordinal: number }) => String(ordinal),
};
const ofRegistry = ({ registryId }: { readonly registryId: string }) => registryId;

export const issueKey = (issue: Pick<IssueRow, "sideId" | "subject" | "field" | "reason">): string =>
  JSON.stringify([issue.sideId, issue.subject, issue.field, issue.reason]);

/** New and empty tables that note their changes in one journal. */
export function emptyTables(journal: Journal) {
  return {
    registry: new Table<RegistryRow>({ name: "registry", ...byId }, journal),
    run: new Table<RunRow>({ name: "run", ...byId }, journal),
    base: new Table<BaseRow>(
      {
        name: "base",
        partOf: ofRegistry,
        keyOf: (row) => row.rowId,
        clash: (a, b) => a.key === b.key,
        required: ["key", "hash", "cells"],
      },
      journal,
    ),
    link: new Table<LinkRow>(
      {
        name: "link",
        partOf: (row) => row.sideId,
        keyOf: (row) => row.rowId,
        clash: (a, b) => a.locator === b.locator,
      },
      journal,
    ),
    obs: new Table<ObsRow>(
      { name: "obs", partOf: ofRun.partOf, keyOf: (row) => `${row.sideId} ${row.ordinal}` },
      journal,
    ),
    decision: new Table<DecisionRow>({ name: "decision", ...ofRun }, journal),
    plan: new Table<PlanRow>({ name: "plan", ...ofRun }, journal),
    version: new Table<VersionRow>(
      { name: "row_version", partOf: ofRegistry, keyOf: (row) => `${row.rowId} ${row.version}` },
      journal,
    ),
    conflict: new Table<ConflictRow>(
      {
        name: "conflict",
        partOf: ofRegistry,
        keyOf: (row) => row.id,
        clash: (a, b) =>
          a.runId === b.runId &&
          a.rowId === b.rowId &&
          a.kind === b.kind &&
          (a.field ?? "") === (b.field ?? ""),
        required: ["decidedBy", "detail"],
      },
      journal,
    ),
    issue: new Table<IssueRow>({ name: "issue", partOf: ofRegistry, keyOf: issueKey }, journal),
    wish: new Table<WishRow>({ name: "wish", partOf: ofRegistry, keyOf: (row) => row.rowId }, journal),
    exclusion: new Table<ExclusionRow>(
      { name: "exclusion", partOf: ofRegistry, keyOf: (row) => `${row.sideId} ${row.locator}` },
      journal,
    ),
    flow: new Table<FlowRow>(
      {
        name: "flow",
        partOf: ofRegistry,
        keyOf: ({ hour, fromSide, toSide }) => `${hour} ${fromSide} ${toSide}`,
      },
      journal,
    ),
    latency: new Table<LatencyRow>(
      {
        name: "latency",
        partOf: ofRegistry,
        keyOf: ({ hour, fromSide, toSide, told }) => `${hour} ${fromSide} ${toSide} ${told}`,
      },
      journal,
    ),
    entry: new Table<EntryRow>(
      { name: "entry", partOf: () => WHOLE, keyOf: (row) => String(row.seq) },
      journal,
    ),
    sideMark: new Table<SideMarkRow>(
      { name: "side", partOf: () => WHOLE, keyOf: ({ sideId }) => sideId },
      journal,
    ),
    optionSet: new Table<OptionSetRow>({ name: "option_set", ...byId }, journal),
    organization: new Table<OrganizationRow>(
      { name: "organization", partOf: () => WHOLE, keyOf: () => WHOLE },
      journal,
    ),
    schema: new Table<SchemaRow>({ name: "schema_version", partOf: () => WHOLE, keyOf: ofRegistry }, journal),
  };
}

export type Tables = ReturnType<typeof emptyTables>;
