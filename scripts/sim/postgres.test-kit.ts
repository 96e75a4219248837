import pg from "pg";
import { type ControlPlane, openControlPlane } from "@/lib/db/control-plane.test-kit";
import { openMemoryStore } from "./memory-sim-store";
import { postgresStores } from "./postgres-sim-store";
import { OPEN_SEEDS } from "./seeds.test-kit";
import { type OpenStore, simulate } from "./simulate";
import { makeVirtual } from "./virtual-database";

/** A database of simulations in a test file. */
export interface SimPlane {
  readonly admin: pg.Client;
  readonly open: OpenStore;
  close(): Promise<void>;
}

export async function openSimPlane(): Promise<SimPlane> {
  const plane: ControlPlane = await openControlPlane();
  const admin = new pg.Client(plane.adminUrl);
  await admin.connect();
  await makeVirtual(admin);
  const close = async () => {
    await admin.end();
    await plane.close();
  };
  return { admin, open: postgresStores(admin), close };
}

/** Lives through these seeds on Postgres and in memory: what was wrong, and where the two went apart. */
export async function differencesOf(seeds: Iterable<number>, { open }: SimPlane): Promise<readonly string[]> {
  const found: string[] = [];
  for (const seed of seeds) {
    const [stored, remembered] = [await simulate(seed, open), await simulate(seed, openMemoryStore)];
    if (stored.traceHash !== remembered.traceHash)
      found.push(`seed ${seed} goes another way on Postgres than in memory`);
    if (OPEN_SEEDS.has(seed)) continue;
    for (const violation of stored.violations) found.push(`seed ${seed}: ${violation}`);
  }
  return found;
}
