import type pg from "pg";
import { withOrg } from "@/lib/db/control";
import { changeRegistry, changeSide, findRegistry, isHeldByRun } from "@/lib/db/registries";
import { postgresRunStore, type RunStore } from "@/lib/db/run-store";
import { placeRegistry, placeRun } from "@/lib/db/testing/stored-places";
import { newUuid } from "@/lib/ids";
import { PostgresReads } from "./postgres-reads";
import { type Turn, turnedMappings } from "./sim-store";
import type { OpenStore } from "./simulate";
import { restartIds, setNow } from "./virtual-database";
import { VirtualMoments } from "./virtual-moments";

/**
 * Stores of seeds in the database that this process's product code uses, an organization for each. `admin` is the
 * superuser on it, and `makeVirtual` has been there.
 */
export const postgresStores =
  (admin: pg.Client): OpenStore =>
  async ({ drawn: { definition }, clock }) => {
    // Not the seed's: a seed may be lived through twice in one database, and nothing decides by it.
    const organizationId = newUuid();
    const { id: registryId, sides } = definition;
    const moments = new VirtualMoments(clock);
    const tick = () => setNow(admin, moments.next());
    await restartIds(admin);
    await tick();
    await withOrg(organizationId, async (db) => {
      await db.organization.create({ data: { id: organizationId, name: "Simulated" } });
      const connections = sides.map(({ connectionId: id, title: name }) => ({ id, name, label: name }));
      await db.connection.createMany({
        data: connections.map((connection) => ({ organizationId, kind: "memory", ...connection })),
      });
      await placeRegistry(db, organizationId, definition);
    });
    const runs = postgresRunStore(organizationId);
    const store: RunStore = {
      ...runs,
      transact: async (work) => {
        await tick();
        return runs.transact(work);
      },
    };
    const reads = new PostgresReads(admin, { organizationId, definition });
    return Object.assign(reads, {
      store,
      organizationId,
      registryId,
      addRun: async (run: Parameters<typeof placeRun>[2]) => {
        await tick();
        await withOrg(organizationId, async (db) => {
          await placeRun(db, organizationId, run);
          await db.run.updateMany({ where: { id: run.id }, data: { touchedAt: clock.now() } });
        });
      },
      changeSettings: async (change: object) => {
        await tick();
        await withOrg(organizationId, (db) => changeRegistry(db, registryId, { ...change, recheck: true }));
      },
      redirect: async (turn: Turn) => {
        await tick();
        return withOrg(organizationId, async (db) => {
          const registry = await findRegistry(db, registryId);
          const side = registry?.sides.find(({ id }) => id === turn.sideId);
          if (!side || (await isHeldByRun(db, registryId))) return false;
          await changeRegistry(db, registryId, { recheck: true });
          await changeSide(db, side.id, { mappings: turnedMappings(side, turn) });
          return true;
        });
      },
      setPlan: async (plan: string) => {
        await tick();
        await withOrg(organizationId, (db) =>
          db.organization.updateMany({ where: { id: organizationId }, data: { plan } }),
        );
      },
      // As a crash leaves it: what is UNLOGGED is empty. No transaction is under way when the simulation does this.
      crash: async () => {
        await admin.query("truncate rows.obs");
      },
      close: async () => {},
    });
  };
