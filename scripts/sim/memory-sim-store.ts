import { MemoryRunStore } from "@/lib/db/testing/memory-store/memory-run-store";
import { type Moment, momentFrom } from "@/lib/db/testing/memory-store/moment";
import { type ConflictRow, WHOLE } from "@/lib/db/testing/memory-store/tables";
import type { RunProgress } from "@/lib/sync/progress";
import { type DecidedConflict, type Turn, turnedMappings } from "./sim-store";
import type { OpenStore } from "./simulate";

/** The store of one seed in memory: thousands of seeds a minute. */
export const openMemoryStore: OpenStore = async ({ drawn: { definition }, clock, uuid }) => {
  const store = new MemoryRunStore({ now: clock.now, uuid });
  await store.addRegistry(definition);
  const { id } = definition;
  const { tables } = store;
  const linkAt = (sideId: string, locator: string) =>
    tables.link.of(sideId).find((link) => link.locator === locator);
  return {
    store,
    organizationId: uuid(),
    registryId: id,
    addRun: (run) => store.addRun(run),
    runs: async () =>
      Promise.all(tables.run.all().map(async (run) => (await store.load(run.id))?.run)).then((runs) =>
        runs.filter((run) => run !== undefined),
      ),
    changeSettings: async (change) => {
      const { recheck = 0 } = tables.registry.all()[0] ?? {};
      await store.changeRegistry(id, { ...change, recheck: recheck + 1 });
    },
    redirect: (turn) => redirect(store, id, turn),
    setPlan: (plan) => store.setPlan(plan),
    rowOf: async (sideId, locator) => linkAt(sideId, locator)?.rowId ?? null,
    agreedOn: async (sideId, locator) => {
      const link = linkAt(sideId, locator);
      const base = tables.base.of(id).find(({ rowId }) => rowId === link?.rowId);
      return link === undefined ? null : (link.acknowledged ?? base?.cells ?? null);
    },
    rows: async () =>
      tables.base.of(id).map(({ rowId, key, cells }) => ({
        ...{ rowId, key, cells },
        links: Object.fromEntries(
          definition.sides.flatMap((side) =>
            tables.link
              .of(side.id)
              .flatMap((link) => (link.rowId === rowId ? [[side.id, link.locator]] : [])),
          ),
        ),
      })),
    // What concerns a whole row is stored under no field's name.
    openIssues: async () =>
      tables.issue
        .of(id)
        .filter(({ open }) => open)
        .map(({ field, ...issue }) => ({ ...issue, field: field === "" ? null : field })),
    openConflicts: async () =>
      tables.conflict
        .of(id)
        .filter(({ resolved, provisional }) => !resolved && !provisional)
        .map(({ rowId, key, field }) => ({ rowId, subject: key, field, reason: "conflict" })),
    decidedConflicts: async () => decidedConflicts(tables, tables.conflict.of(id)),
    ledger: async () =>
      tables.entry.all().map(({ entry }) => ({
        ...{ action: entry.action, outcome: entry.outcome, row: entry.target.ref, side: entry.destination },
      })),
    holds: async (token) => {
      const text = JSON.stringify(token);
      return (
        tables.version.of(id).some(({ cells }) => JSON.stringify(cells).includes(text)) ||
        tables.conflict.of(id).some(({ detail }) => JSON.stringify(detail).includes(text))
      );
    },
    locatorsOf: async (rowId) =>
      definition.sides.flatMap((side) =>
        tables.link.of(side.id).flatMap((link) => (link.rowId === rowId ? [link.locator] : [])),
      ),
    isLinked: async ({ traits, records }, rowId) => {
      const side = definition.sides.find(({ title }) => title === traits.name);
      const link = tables.link.of(side?.id ?? "").find((one) => one.rowId === rowId);
      return traits.stableRecordIds && link !== undefined && records.has(link.locator);
    },
    isBroughtBack: async (rowId) =>
      tables.conflict.of(id).some((conflict) => conflict.kind === "delete-edit" && conflict.rowId === rowId),
    crash: async () => store.crash(),
    close: async () => {},
  };
};

/** Turns a field on a side, as its owner does between two runs. */
async function redirect(store: MemoryRunStore, id: string, turn: Turn): Promise<boolean> {
  const registry = store.tables.registry.get(WHOLE, id);
  if (!registry || registry.leaseRunId !== null) return false;
  const sides = registry.sides.map((side) =>
    side.id === turn.sideId ? { ...side, mappings: turnedMappings(side, turn) } : side,
  );
  await store.changeRegistry(id, { sides, recheck: registry.recheck + 1 });
  return true;
}

const decidedConflicts = (
  tables: MemoryRunStore["tables"],
  conflicts: readonly ConflictRow[],
): DecidedConflict[] =>
  conflicts.flatMap(({ detail, resolved, provisional, at, runId }) =>
    detail.kind === "cell" && resolved && !provisional
      ? [
          {
            ...{
              at: (plannedAtOf(tables, runId) ?? at) / 1_000,
              field: detail.field,
              decidedBy: detail.decidedBy,
            },
            ...{ base: detail.base, winner: detail.winner, candidates: detail.candidates },
          },
        ]
      : [],
  );

/** When the run made its plan: a conflict that waited is decided then, however long it was known. */
function plannedAtOf(tables: MemoryRunStore["tables"], runId: string): Moment | null {
  const { found } = (tables.run.get(WHOLE, runId)?.progress ?? {}) as Partial<RunProgress>;
  return found ? momentFrom(found.plannedAt) : null;
}
