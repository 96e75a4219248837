import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { type LastCheck, listLastChecks } from "@/lib/db/drift-certificates";
import { listRegistries, type RegistryDefinition } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import { type FoundDrift, listDrifts } from "@/lib/db/rows/attention";
import { listAllLatency, listFlowByRegistry, type RegistryFlow } from "@/lib/db/rows/browse-flow";
import { listApprovals, listHealth, type RegistryHealth } from "@/lib/db/rows/registry-health";
import { countWaiting } from "@/lib/db/rows/waiting";
import { countHeldRuns } from "@/lib/db/runs";
import { type Flow, sideFlow } from "@/lib/format/flow";
import { windowSteps } from "@/lib/format/time-window";
import { countEnded, countOfRegistries } from "../attention/count-attention";
import { type Compliance, complianceOf } from "../registries/compliance-score";
import { type LatencyParts, latencyParts, mergedCounts } from "../registries/latency-parts";
import { APPROVAL_DAYS, type Known, measureCompliance } from "../registries/measure-compliance";
import { type RegistryView, registryView } from "../registries/registry-view";

/** How one registry stands. */
export interface RegistryStanding
  extends Pick<
    RegistryView,
    | "id"
    | "name"
    | "state"
    | "stateReason"
    | "mode"
    | "schedule"
    | "rows"
    | "lastRunId"
    | "lastRunAt"
    | "nextRunAt"
  > {
  readonly sides: readonly {
    readonly id: string;
    readonly kind: string;
    readonly title: string;
    readonly flow: Flow;
  }[];
  /** Of a first sync's writes, the share that is done, 0 to 1; null = none is under way, or it is not planned yet. */
  readonly firstSync: number | null;
  /** Rows that all sides hold as they are, that have an open error, and that not every side has acknowledged yet. */
  readonly ok: number;
  readonly failed: number;
  readonly waiting: number;
  /** What waits for a person. */
  readonly held: number;
  readonly conflicts: number;
  readonly issues: number;
  /** The last full compare; null = there was none. */
  readonly check: { readonly at: string; readonly rows: number; readonly equal: number } | null;
  /** Rows and records that it found different and that nothing explains, where no run has written since. */
  readonly drifted: number;
  /** Rows written in each of the last 24 hours, oldest first. */
  readonly changes: readonly number[];
  readonly score: number | null;
}

export interface Overview {
  readonly registries: readonly RegistryStanding[];
  readonly rows: number;
  /** Of the registries that were compared as a whole, all together, and when the first of these checks was. */
  readonly checked: {
    readonly registries: number;
    readonly rows: number;
    readonly equal: number;
    readonly since: string;
  } | null;
  /** From an edit to its acknowledgement, over the last 24 hours and all directions, in ms. */
  readonly latency: LatencyParts;
  /** All that waits for a person, as the inbox counts it. */
  readonly openItems: number;
  readonly compliance: Compliance;
}

const DAY_MS = 86_400_000;

/** Every registry of the organization at a glance: counts that are kept, none of them counted through rows. */
export async function getOverview(caller: Caller, now = new Date()): Promise<Overview> {
  authorize(caller, "registry:read");
  const hours = windowSteps("24h", now);
  const since = hours[0] ?? now;
  const { registries, held } = await withOrg(caller.organizationId, async (db) => ({
    registries: await listRegistries(db),
    held: await countHeldRuns(db),
  }));
  const ids = registries.map(({ id }) => id);
  const stored = await withRows(caller.organizationId, async (client) => ({
    health: await listHealth(client),
    checks: await listLastChecks(client),
    drifts: await listDrifts(client),
    waiting: await countWaiting(client, ids),
    approvals: await listApprovals(client, new Date(now.getTime() - APPROVAL_DAYS * DAY_MS)),
    flow: await listFlowByRegistry(client, since),
    latency: await listAllLatency(client, since),
  }));
  const of = byRegistry(stored);
  const known = registries.map(
    (registry): KnownStanding => ({
      registry,
      ...of(registry),
    }),
  );
  const standings = known.map((one) => standingOf(one, { hours, now }));
  return {
    registries: standings,
    rows: registries.reduce((sum, { rowCount }) => sum + rowCount, 0),
    checked: checkedTogether(stored.checks),
    latency: latencyParts(mergedCounts(stored.latency.map(({ counts }) => counts))),
    openItems:
      (await countEnded(caller)) +
      countOfRegistries(registries, { held, rows: stored.waiting, drifts: stored.drifts.length }),
    compliance: complianceOf(measureCompliance(known, now)),
  };
}

interface KnownStanding extends Known {
  readonly flow: readonly RegistryFlow[];
  readonly drift: FoundDrift | undefined;
}

interface Stored {
  readonly health: readonly RegistryHealth[];
  readonly checks: readonly LastCheck[];
  readonly drifts: readonly FoundDrift[];
  readonly approvals: Awaited<ReturnType<typeof listApprovals>>;
  readonly flow: readonly RegistryFlow[];
}

function byRegistry({ health, checks, drifts, approvals, flow }: Stored) {
  const index = <T extends { readonly registryId: string }>(list: readonly T[]) =>
    new Map(list.map((one) => [one.registryId, one]));
  const [healthOf, checkOf, approvalsOf] = [index(health), index(checks), index(approvals)];
  const driftOf = index(drifts);
  const flowOf = Map.groupBy(flow, ({ registryId }) => registryId);
  return ({ id }: RegistryDefinition) => ({
    health: healthOf.get(id),
    check: checkOf.get(id),
    drift: driftOf.get(id),
    approvals: approvalsOf.get(id),
    flow: flowOf.get(id) ?? [],
  });
}

function standingOf(
  known: KnownStanding,
  { hours, now }: { readonly hours: readonly Date[]; readonly now: Date },
): RegistryStanding {
  const { registry, health, check, drift, flow } = known;
  const { failed = 0, waiting = 0, held = 0, conflicts = 0, issues = 0 } = health ?? {};
  const done = new Map(flow.map((own) => [own.at.getTime(), own.done]));
  const { mode, schedule, ...view } = registryView(registry);
  const { id, name, state, stateReason, rows, lastRunId, lastRunAt, nextRunAt } = view;
  return {
    ...{ id, name, state, stateReason, mode, schedule, rows, lastRunId, lastRunAt, nextRunAt },
    sides: view.sides.map(({ id: sideId, kind, title, mappings }) => {
      return { id: sideId, kind, title, flow: sideFlow(mappings) };
    }),
    firstSync: health?.firstSync ?? null,
    ...{ failed, waiting, held, conflicts, issues },
    ok: Math.max(0, registry.rowCount - failed - waiting),
    check: check ? { at: check.at, rows: check.rows, equal: check.equal } : null,
    drifted: drift?.drifted ?? 0,
    changes: hours.map((hour) => done.get(hour.getTime()) ?? 0),
    score: complianceOf(measureCompliance([known], now)).score,
  };
}

function checkedTogether(checks: readonly LastCheck[]): Overview["checked"] {
  if (checks.length === 0) return null;
  const total = (which: "rows" | "equal") => checks.reduce((sum, one) => sum + one[which], 0);
  const since = checks.map(({ at }) => at).sort()[0] ?? "";
  return { registries: checks.length, rows: total("rows"), equal: total("equal"), since };
}
