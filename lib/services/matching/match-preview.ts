import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import type { ConnectorKind } from "@/lib/connectors/connector";
import { WRITE_PACES } from "@/lib/connectors/registry";
import { withOrg } from "@/lib/db/control";
import { findRegistry, type SideDefinition } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import type { RecordFates } from "@/lib/db/rows/fates";
import { countPairs } from "@/lib/db/rows/new-rows";
import { conflictsByRule, type PlanSize, planSizes } from "@/lib/db/rows/plan-size";
import { findNewerPlan, type StoredRun } from "@/lib/db/runs";
import { AppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { requireRun } from "../runs/browse-runs";
import { estimateOf, type WriteEstimate } from "./write-estimate";

/** What a plan means for one side. Null = this run did not note it, which is not the same as none. */
export interface SidePreview {
  readonly side: string;
  readonly read: number;
  readonly create: number;
  readonly update: number;
  /** Cells that the updates change. */
  readonly changedCells: number;
  readonly delete: number;
  /** What became of its records that had no row before, and of those that were set aside. */
  readonly records: RecordFates | null;
  readonly estimate: WriteEstimate;
}

export interface MatchSummary {
  readonly sides: readonly SidePreview[];
  /** Rows that the plan makes of records on several sides. */
  readonly pairs: number;
  /** By the rule that decides, or would; `resolved` false = they wait for a person. */
  readonly conflicts: readonly {
    readonly rule: string;
    readonly resolved: boolean;
    readonly count: number;
  }[];
  /** How long the reading took in this run, in seconds. */
  readonly readSeconds: number | null;
  /** At the systems' limits, one after the other; null where no side that is written to names one. */
  readonly writeSeconds: number | null;
  /** A later run has planned anew since. */
  readonly newerRun: string | null;
}

/** What a run's plan would do, by side; null while there is no plan. */
export async function matchPreview(caller: Caller, runId: string): Promise<MatchSummary | null> {
  authorize(caller, "run:read");
  const { run, registry, newer } = await withOrg(caller.organizationId, async (db) => {
    const found = await requireRun(db, runId);
    return {
      run: found,
      registry: await findRegistry(db, found.registryId),
      newer: await findNewerPlan(db, found),
    };
  });
  if (run.planHash === null) return null;
  if (!registry) throw new AppError("not-found", "There is no such registry.");
  const { sizes, pairs, conflicts } = await withRows(caller.organizationId, async (client) => ({
    sizes: await planSizes(client, run.id),
    pairs: await countPairs(client, run.id),
    conflicts: await conflictsByRule(client, run.id),
  }));
  const sides = registry.sides.map((side) =>
    sidePreview(
      side,
      run,
      sizes.find((size) => size.sideId === side.id),
    ),
  );
  const waits = sides.flatMap(({ estimate }) => estimate.seconds ?? []);
  return {
    sides,
    pairs,
    conflicts,
    readSeconds: readSeconds(run),
    writeSeconds: waits.length === 0 ? null : waits.reduce((sum, seconds) => sum + seconds, 0),
    newerRun: newer && publicId("run", newer),
  };
}

const NOTHING: Omit<PlanSize, "sideId"> = { creates: 0, updates: 0, deletes: 0, cells: 0, chunks: [] };

function sidePreview(side: SideDefinition, run: StoredRun, size: PlanSize | undefined): SidePreview {
  const { creates, updates, deletes, cells, chunks } = size ?? NOTHING;
  return {
    side: publicId("sid", side.id),
    read: run.counts.read[side.id] ?? 0,
    create: creates,
    update: updates,
    changedCells: cells,
    delete: deletes,
    records: fatesOn(run, side.id),
    estimate: estimateOf(chunks, WRITE_PACES[side.kind as ConnectorKind]),
  };
}

const NO_FATES: RecordFates = {
  ...{ matched: 0, fresh: 0, unmatched: 0, duplicate: 0, keyless: 0, collision: 0, waiting: 0, excluded: 0 },
  unreadCells: 0,
};

/** Plans made before fates were noted have none; a side without an entry had nothing to note. */
function fatesOn({ progress }: StoredRun, sideId: string): RecordFates | null {
  const { found } = progress as { found?: { fates?: Readonly<Record<string, RecordFates>> } };
  if (!found?.fates) return null;
  return { ...NO_FATES, ...found.fates[sideId] };
}

function readSeconds({ phases }: StoredRun): number | null {
  const pulls = phases.filter((phase) => phase.name === "pull" && phase.finishedAt !== null);
  if (pulls.length === 0) return null;
  const ms = pulls.map((phase) => Date.parse(phase.finishedAt ?? "") - Date.parse(phase.startedAt));
  return Math.ceil(ms.reduce((sum, one) => sum + one, 0) / 1000);
}
