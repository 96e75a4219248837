import { expect, test } from "vitest";
import { planOf } from "@/lib/billing/plans";
import { openMemory } from "@/lib/connectors/memory/connector";
import { memoryStore } from "@/lib/connectors/memory/store";
import type { Value } from "@/lib/engine/value";
import { newUuid } from "@/lib/ids";
import { advanceOn } from "@/lib/sync/advance";
import { sampleRegistry, sampleRun } from "../sample-registry";
import { MemoryRunStore } from "./memory-run-store";

/** The product's own steps over three tables in memory and the store in memory. */
async function openWorld() {
  // The connector in memory holds deadlines against the machine's clock; this one is ahead of it.
  const clock = { ms: Date.parse("2099-01-05T09:00:00Z") };
  const now = () => new Date(clock.ms);
  const store = new MemoryRunStore({ now, uuid: newUuid });
  const sideIds = [newUuid(), newUuid(), newUuid()];
  const connectionIds = [newUuid(), newUuid(), newUuid()];
  const registry = sampleRegistry({ id: newUuid(), sideIds, connectionIds });
  await store.addRegistry(registry);
  const tables = registry.sides.map(({ connectionId, address }) =>
    memoryStore(connectionId).create(
      String(address.table),
      ["Name", "City"].map((name) => ({ name, type: "text", options: null, relatesTo: null })),
    ),
  );
  const host = {
    organizationId: newUuid(),
    store,
    planOf,
    connect: async (connectionId: string) => openMemory({ store: connectionId }),
    clock: now,
    noteRefusals: async () => {},
    endedAccess: async () => null,
    every: () => () => {},
  };
  async function run() {
    const id = newUuid();
    await store.addRun(sampleRun({ id, registryId: registry.id, syncId: newUuid() }));
    while ((await advanceOn(host, id)).next === "again") clock.ms += 5_000;
    clock.ms += 60_000;
    const loaded = await store.load(id);
    if (!loaded) throw new Error("the run is gone");
    return loaded;
  }
  return { store, registry, tables, run };
}

const company = (name: string, city: string) =>
  new Map<string, Value>([
    ["f1", name],
    ["f2", city],
  ]);

const shown = (table: { readonly records: ReadonlyMap<string, ReadonlyMap<string, Value>> }) =>
  [...table.records.values()].map((record) => `${record.get("f1")} in ${record.get("f2")}`).sort();

test("a first run carries every row to every side, an edit follows, and a run without changes writes nothing", async () => {
  const { store, registry, tables, run } = await openWorld();
  const [left, middle, right] = tables;
  const ada = left?.insert(company("Ada", "Brno")) ?? "";
  middle?.insert(company("Ada", "Brno"));
  right?.insert(company("Bob", "Praha"));
  const first = await run();
  expect(first.run).toMatchObject({ status: "done", counts: { verified: 2, rows: 2 }, error: null });
  expect(tables.map(shown)).toEqual(Array(3).fill(["Ada in Brno", "Bob in Praha"]));
  expect(store.tables.base.of(registry.id)).toHaveLength(2);
  expect(store.tables.link.all()).toHaveLength(6);

  left?.set(ada, company("Ada", "Plzeň"));
  await run();
  expect(tables.map(shown)).toEqual(Array(3).fill(["Ada in Plzeň", "Bob in Praha"]));

  const effects = tables.map((table) => table.effects);
  const idle = await run();
  expect(idle.run).toMatchObject({ status: "done", counts: { create: 0, update: 0, delete: 0 } });
  expect(idle.registry).toMatchObject({ state: "up-to-date", rowCount: 2, lastRunId: idle.run.id });
  expect(tables.map((table) => table.effects)).toEqual(effects);
  expect(store.tables.obs.all()).toEqual([]);
});
