import { newUuid } from "@/lib/ids";
import { MemoryRunStore } from "../memory-store/memory-run-store";
import { dateOf } from "../memory-store/moment";
import { sampleRun } from "../sample-registry";
import { COLUMNS, type Dump, type Harness, inOrder } from "./harness";
import { type SamplePlaces, samplePlaces } from "./places";

const PERSON = { type: "person", ref: "per_1" };

/** A harness over the store in memory, whose clock moves only when it is asked. */
export async function openMemoryHarness(places: SamplePlaces = samplePlaces()): Promise<Harness> {
  let ms = Date.parse("2026-03-01T08:00:00.000Z");
  const store = new MemoryRunStore({ now: () => new Date(ms++), uuid: newUuid });
  const { registry, contacts } = places;
  await store.addRegistry(registry);
  await store.addRegistry(contacts);
  return {
    store,
    registry,
    contacts,
    addRun: async (change) => {
      const run = sampleRun({ id: newUuid(), registryId: registry.id, syncId: newUuid() }, change);
      await store.addRun(run);
      return run.id;
    },
    storeWish: (wish) => store.storeWish(registry.id, { ...wish, actor: PERSON }),
    choose: async ({ rowId, field }, choice) => {
      const conflict = store.tables.conflict
        .of(registry.id)
        .find((own) => own.rowId === rowId && own.field === field && !own.resolved && !own.provisional);
      return conflict !== undefined && store.keepChoice(conflict.id, choice);
    },
    publish: (registryId, document) => store.setRules(registryId, document),
    addOptionSet: ({ id, options, source }) => store.addOptionSet({ id, options, source }),
    dump: async () => dumpOf(store),
  };
}

function dumpOf({ tables }: MemoryRunStore): Dump {
  const { version, ...rest } = tables;
  const named = { ...rest, row_version: version };
  const dump = Object.entries(COLUMNS).map(([table, columns]) => {
    const rows: readonly object[] = named[table as keyof typeof COLUMNS].all();
    return [table, inOrder(rows.map((row) => picked(row, columns)))];
  });
  const entry = tables.entry.all().map(({ seq, entry: { action, target, runId } }) => {
    return { seq, action, targetRef: target.ref, runId };
  });
  return { ...Object.fromEntries(dump), entry } as Dump;
}

const MOMENTS: ReadonlySet<string> = new Set([
  ...["lastRunAt", "nextRunAt", "startedAt", "finishedAt", "expiresAt"],
]);

function picked(row: object, columns: readonly string[]): Record<string, unknown> {
  const values = columns.map((column) => {
    const value = (row as Record<string, unknown>)[column] ?? null;
    return [column, MOMENTS.has(column) && value !== null ? dateOf(value as number) : value];
  });
  return Object.fromEntries(values);
}
