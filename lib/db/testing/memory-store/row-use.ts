import type { StoredRowUse } from "../../row-use";
import { type MemoryClient, organizationOf } from "./client";
import { dateOf, momentOf } from "./moment";
import { WHOLE } from "./tables";

const WRITING: ReadonlySet<string> = new Set(["sync", "restore", "undo"]);

export function rowUse(client: MemoryClient): StoredRowUse {
  const { plan, rowsOverSince } = organizationOf(client);
  const rows = client.tables.registry.of(WHOLE).reduce((sum, { rowCount }) => sum + rowCount, 0);
  return { plan, rows, overSince: rowsOverSince === null ? null : dateOf(rowsOverSince) };
}

export function claimRows({ tables }: MemoryClient, registryId: string): number {
  const own = tables.base.of(registryId).filter(({ inScope }) => inScope).length;
  const others = tables.registry.of(WHOLE).filter(({ id }) => id !== registryId);
  const coming = tables.run
    .of(WHOLE)
    .filter((run) => run.registryId !== registryId && run.status === "running" && WRITING.has(run.kind))
    .flatMap(({ id }) => tables.decision.of(id))
    .filter(({ outcome, before }) => outcome === "merged" && before === null);
  return others.reduce((sum, { rowCount }) => sum + rowCount, own + coming.length);
}

export function noteRowsOver(client: MemoryClient, since: Date | null): boolean {
  const organization = organizationOf(client);
  if ((organization.rowsOverSince === null) === (since === null)) return false;
  client.tables.organization.update(organization, { rowsOverSince: since && momentOf(since) });
  return true;
}

export function resumeOverLimit({ tables }: MemoryClient, at: Date): number {
  const over = tables.registry.of(WHOLE).filter(({ state }) => state === "over-limit");
  for (const registry of over)
    tables.registry.update(registry, {
      state: "syncing",
      stateReason: null,
      nextRunAt: registry.paused ? null : momentOf(at),
    });
  return over.length;
}
