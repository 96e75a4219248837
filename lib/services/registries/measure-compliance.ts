import type { LastCheck } from "@/lib/db/drift-certificates";
import type { RegistryDefinition } from "@/lib/db/registries";
import type { ApprovalCounts, RegistryHealth } from "@/lib/db/rows/registry-health";
import type { ComplianceMeasures, Measured } from "./compliance-score";

const HOUR_MS = 3_600_000;

/** A check is asked for once a day; two hours are for the run itself. */
const CHECK_HOURS = 26;

/** How far back approvals count. */
export const APPROVAL_DAYS = 30;

/** What is known of one registry, for its score. */
export interface Known {
  readonly registry: RegistryDefinition;
  readonly health: RegistryHealth | undefined;
  readonly check: LastCheck | undefined;
  readonly approvals: ApprovalCounts | undefined;
}

/** The measures of these registries together: of one, or of the whole organization. */
export function measureCompliance(all: readonly Known[], now: Date): ComplianceMeasures {
  const synced = all.filter(({ registry }) => registry.mode !== "shadow" && registry.lastRunId !== null);
  return {
    rows: sum(synced.map(({ registry, health }) => rowsOf(registry.rowCount, health?.failed))),
    relations: sum(
      synced
        .filter(({ registry }) => registry.fields.some(({ type }) => type === "relation"))
        .map(({ registry, health }) => rowsOf(registry.rowCount, health?.orphaned)),
    ),
    drift: sum(synced.flatMap((one) => driftOf(one, now))),
    approvals: sum(all.flatMap(({ approvals }) => (approvals ? [approvalsOf(approvals)] : []))),
    ledger: {
      unknown: "No verification of the ledger is on record here. Verify an exported bundle yourself.",
    },
  };
}

type Counts = Extract<Measured, { readonly good: number }>;

const rowsOf = (rows: number, failed = 0): Counts => ({ good: Math.max(0, rows - failed), of: rows });

const approvalsOf = ({ decided, expired, open }: ApprovalCounts): Counts => ({
  good: decided,
  of: decided + expired + open,
});

/** Within the first day nothing is due. */
function driftOf({ registry, check }: Known, now: Date): Counts[] {
  const last = check ? Date.parse(check.at) : registry.createdAt.getTime();
  const isInTime = now.getTime() - last <= CHECK_HOURS * HOUR_MS;
  return check === undefined && isInTime ? [] : [{ good: isInTime ? 1 : 0, of: 1 }];
}

const sum = (counts: readonly Counts[]): Counts =>
  counts.reduce((all, own) => ({ good: all.good + own.good, of: all.of + own.of }), { good: 0, of: 0 });
