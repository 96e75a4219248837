import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import type { RegistryDefinition } from "@/lib/db/registries";
import { type RowClient, withRows } from "@/lib/db/row-store";
import {
  conflictsFound,
  issuesOf,
  type PlannedOnce,
  plannedOnce,
  type RuleCount,
  writesOf,
} from "@/lib/db/rows/shadow";
import { listShadowRuns, type StoredRun } from "@/lib/db/runs";
import { publicId } from "@/lib/ids";
import { requireRegistry } from "../registries/browse-registries";

/** Beyond this many runs only the newest are counted; the report says how many it is made of. */
const MOST_RUNS = 200;

export interface Operations {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
}

export interface ShadowReport {
  /** When the first of the runs began; null before it. */
  readonly since: string | null;
  readonly isInShadow: boolean;
  readonly runs: number;
  /** Operations that would have been carried out, by side, each counted once however many runs planned it. */
  readonly perSide: Readonly<Record<string, Operations>>;
  /** Newest first; of each the operations that no earlier run had planned. */
  readonly perRun: readonly {
    readonly runId: string;
    readonly startedAt: string | null;
    readonly added: Operations;
  }[];
  /** By the rule that would have decided; `resolved` false = they would have waited for a person. */
  readonly conflicts: readonly RuleCount[];
  /** Runs that would have been held or stopped, by brake, with the newest numbers. */
  readonly brakes: readonly {
    readonly kind: string;
    readonly severity: string;
    readonly side: string | null;
    readonly runs: number;
    readonly message: string;
    readonly value: number;
    readonly limit: number;
    readonly total: number;
  }[];
  /** What the newest run could not accept. */
  readonly issues: readonly {
    readonly side: string;
    readonly reason: string;
    readonly message: string;
    readonly rows: number;
  }[];
  /** Operations that were carried out all the same, and runs that came to write: both 0 in a registry in shadow. */
  readonly written: { readonly operations: number; readonly runs: number };
}

/** What a registry would have done since it has been in shadow. */
export async function shadowReport(caller: Caller, registryId: string): Promise<ShadowReport> {
  authorize(caller, "run:read");
  const { registry, runs } = await withOrg(caller.organizationId, async (db) => {
    const found = await requireRegistry(db, registryId);
    return { registry: found, runs: await listShadowRuns(db, found.id, MOST_RUNS) };
  });
  return withRows(caller.organizationId, (client) => reportOn(client, registry, runs));
}

async function reportOn(
  client: RowClient,
  registry: RegistryDefinition,
  runs: readonly StoredRun[],
): Promise<ShadowReport> {
  const runIds = runs.map(({ id }) => id);
  const names = new Map(registry.fields.map(({ id, name }) => [id, name]));
  const planned = await plannedOnce(client, runIds);
  const [newest] = runs;
  const issues = newest ? await issuesOf(client, { registryId: registry.id, runId: newest.id }) : [];
  return {
    since: runs.at(-1)?.startedAt?.toISOString() ?? null,
    isInShadow: registry.mode === "shadow",
    runs: runs.length,
    perSide: Object.fromEntries(
      registry.sides.map(({ id }) => [
        publicId("sid", id),
        summed(planned.filter(({ sideId }) => sideId === id)),
      ]),
    ),
    perRun: runs.map(({ id, startedAt }) => ({
      runId: publicId("run", id),
      startedAt: startedAt?.toISOString() ?? null,
      added: summed(planned.filter(({ runId }) => runId === id)),
    })),
    conflicts: (await conflictsFound(client, runIds)).map((line) => ({
      ...line,
      field: line.field && (names.get(line.field) ?? line.field),
    })),
    brakes: brakesOf(runs),
    issues: issues.map(({ sideId, ...line }) => ({ side: publicId("sid", sideId), ...line })),
    written: {
      operations: await writesOf(client, runIds),
      runs: runs.filter(({ phases }) => phases.some(({ name }) => name === "apply")).length,
    },
  };
}

function summed(planned: readonly PlannedOnce[]): Operations {
  const sum = (op: PlannedOnce["op"]): number =>
    planned.filter((one) => one.op === op).reduce((count, one) => count + one.count, 0);
  return { create: sum("create"), update: sum("update"), delete: sum("delete") };
}

/** `runs` newest first: of each brake the first seen has the newest numbers. */
function brakesOf(runs: readonly StoredRun[]): ShadowReport["brakes"] {
  const met = runs.flatMap(({ brakes }) => brakes);
  const byBrake = Map.groupBy(met, ({ kind, sideId }) => `${kind} ${sideId}`);
  return [...byBrake.values()].flatMap((times) => {
    const [newest] = times;
    if (!newest) return [];
    const { kind, severity, message, value, limit, total, sideId } = newest;
    const side = sideId && publicId("sid", sideId);
    return [{ kind, severity, side, runs: times.length, message, value, limit, total }];
  });
}
