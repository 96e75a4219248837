import { startRun } from "@/lib/engine/run-state";
import type { Prisma } from "../generated/client";
import type { RegistryDefinition, SideDefinition } from "../registries";
import { NO_COUNTS, PLAIN, type StoredRun } from "../runs";

const AT = new Date("2026-01-05T08:00:00.000Z");

/** A registry of companies as it is after it was made, with the key `name`; `ids` names the registry's and its sides'. */
export function sampleRegistry(
  { id, sideIds, connectionIds }: SampleIds,
  change: Partial<RegistryDefinition> = {},
): RegistryDefinition {
  const sides = sideIds.map((sideId, position) =>
    sampleSide({ id: sideId, connectionId: connectionIds[position] ?? "", position }),
  );
  return {
    id,
    name: `Companies ${id}`,
    retiredFields: [],
    fields: [
      { id: "name", name: "Name", type: "text" },
      { id: "city", name: "City", type: "text" },
    ],
    ...{ key: ["name"], mode: "bidirectional", schedule: "manual", conflict: "hash", authority: null },
    ...{ strategies: {}, match: "match-then-create", normalise: false, leaving: "keep", access: {} },
    ...{ winners: { default: null, fields: {} }, filter: null, deletes: "propagate", brakes: {} },
    ...{ approvalDays: 7, paused: false, dirty: false, recheck: 0, rechecked: 0, baseline: null },
    ...{ failures: 0, state: "draft", stateReason: null, rowCount: 0, lastRunId: null, lastRunAt: null },
    ...{ nextRunAt: null, createdAt: AT, sides },
    ...change,
  };
}

export interface SampleIds {
  readonly id: string;
  readonly sideIds: readonly string[];
  readonly connectionIds: readonly string[];
}

const sampleSide = (side: Pick<SideDefinition, "id" | "connectionId" | "position">): SideDefinition => ({
  ...side,
  kind: "memory",
  title: `Side ${side.position}`,
  address: { table: `companies ${side.id}` },
  mappings: [
    { field: "name", sideField: "f1", direction: "both" },
    { field: "city", sideField: "f2", direction: "both" },
  ],
  match: null,
  knownColumns: null,
});

/** A run as it is when it was asked for. */
export function sampleRun(
  run: Pick<StoredRun, "id" | "registryId" | "syncId">,
  change: Partial<StoredRun> = {},
): StoredRun {
  const kind = change.kind ?? "sync";
  return {
    ...run,
    ...{ kind, status: "queued", trigger: { type: "system", ref: "test" }, planHash: null },
    progress: { state: startRun(kind), sides: {} } as unknown as Prisma.JsonValue,
    ...{ counts: NO_COUNTS, phases: [], brakes: [], request: PLAIN, expiresAt: null, decidedBy: null },
    ...{ error: null, createdAt: AT, startedAt: null, finishedAt: null },
    ...change,
  };
}

/** Contacts whose relation points at the registry `target`, on one side. */
export const sampleContacts = (ids: SampleIds, target: string): RegistryDefinition =>
  sampleRegistry(ids, {
    name: `Contacts ${ids.id}`,
    fields: [
      { id: "name", name: "Name", type: "text" },
      { id: "company", name: "Company", type: "relation", target },
    ],
  });
