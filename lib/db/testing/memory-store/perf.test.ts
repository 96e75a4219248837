import { test } from "vitest";
import { openMemory } from "@/lib/connectors/memory/connector";
import { memoryStore } from "@/lib/connectors/memory/store";
import { newUuid } from "@/lib/ids";
import { advanceOn } from "@/lib/sync/advance";
import { sampleRegistry, sampleRun } from "../sample-registry";
import { MemoryRunStore } from "./memory-run-store";
test("perf", async () => {
  const seeds = 300; let runs = 0; let calls = 0; let tx = 0; let inStore = 0;
  const t0 = performance.now();
  for (let seed = 0; seed < seeds; seed++) {
    const clock = { ms: Date.parse("2099-01-05T09:00:00Z") };
    const now = () => new Date(clock.ms);
    const store = new MemoryRunStore({ now, uuid: newUuid, ...(process.env.HOOK ? { onCall: (n: string, w: string) => { if (w === "before") { if (n === "begin") tx++; else calls++; } } } : {}) });
    const sideIds = [newUuid(), newUuid(), newUuid()], connectionIds = [newUuid(), newUuid(), newUuid()];
    const registry = sampleRegistry({ id: newUuid(), sideIds, connectionIds });
    await store.addRegistry(registry);
    const tables = registry.sides.map(({ connectionId, address }) => memoryStore(connectionId).create(String(address.table), ["Name", "City"].map((name) => ({ name, type: "text", options: null, relatesTo: null }))));
    const host = { organizationId: newUuid(), store, connect: async (c: string) => openMemory({ store: c }), clock: now };
    for (let i = 0; i < 20; i++) tables[i % 3]!.insert(new Map([["f1", `n${i}`], ["f2", "x"]]));
    for (let r = 0; r < 5; r++) {
      const id = newUuid();
      await store.addRun(sampleRun({ id, registryId: registry.id, syncId: newUuid() }));
      while ((await advanceOn(host, id)).next === "again") clock.ms += 5000;
      clock.ms += 60000; runs++;
      const t = tables[r % 3]!;
      let n = 0; for (const k of t.records.keys()) if (n++ < 5) t.set(k, new Map([["f2", `e${r}`]]));
    }
  }
  const ms = performance.now() - t0;
  console.log({ seeds, runs, calls, tx, ms, perSeed: ms / seeds, perRun: ms / runs, seedsPerMinute: Math.round(60000 / (ms / seeds)) });
}, 120000);
