import type { RegistryDefinition } from "../../registries";
import type { StoredRun } from "../../runs";
import { dateOf, type Moment, momentOf } from "./moment";
import { storedJson } from "./stored-json";
import type { RegistryRow, RunRow } from "./tables";

/** Registries and runs between their tables and what the steps of a run are given. */

const momentOrNull = (date: Date | null): Moment | null => date && momentOf(date);
const dateOrNull = (moment: Moment | null): Date | null => (moment === null ? null : dateOf(moment));

export function registryRowOf(definition: RegistryDefinition): RegistryRow {
  const { createdAt, lastRunAt, nextRunAt, ...settings } = definition;
  return {
    ...storedJson(settings),
    createdAt: momentOf(createdAt),
    lastRunAt: momentOrNull(lastRunAt),
    nextRunAt: momentOrNull(nextRunAt),
    ...{ epoch: 0, revision: 0, leaseRunId: null, leaseHolder: null, leaseUntil: null },
  };
}

export function definitionOf(row: RegistryRow): RegistryDefinition {
  const {
    epoch: _epoch,
    revision: _revision,
    leaseRunId: _run,
    leaseUntil: _until,
    leaseHolder: _holder,
    sides,
    ...definition
  } = row;
  return {
    ...definition,
    sides: sides.toSorted((a, b) => a.position - b.position),
    createdAt: dateOf(row.createdAt),
    lastRunAt: dateOrNull(row.lastRunAt),
    nextRunAt: dateOrNull(row.nextRunAt),
  };
}

export function runRowOf(run: StoredRun, touchedAt: Moment): RunRow {
  const { createdAt, startedAt, finishedAt, expiresAt, ...columns } = run;
  return {
    ...storedJson(columns),
    createdAt: momentOf(createdAt),
    startedAt: momentOrNull(startedAt),
    finishedAt: momentOrNull(finishedAt),
    expiresAt: momentOrNull(expiresAt),
    touchedAt,
  };
}

export function runOf({ touchedAt: _touched, ...row }: RunRow): StoredRun {
  return {
    ...row,
    createdAt: dateOf(row.createdAt),
    startedAt: dateOrNull(row.startedAt),
    finishedAt: dateOrNull(row.finishedAt),
    expiresAt: dateOrNull(row.expiresAt),
  };
}
