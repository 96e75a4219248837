import { openMemoryStore } from "./memory-sim-store";
import type { OpenStore } from "./simulate";

/** A database of simulations' own, and what the product needs to use it. */
export interface SimDatabase {
  readonly adminUrl: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Opens stores of seeds in memory (null), or in this database, which this process's product code then uses. */
export async function openStores(
  database: SimDatabase | null,
): Promise<{ readonly open: OpenStore; close(): Promise<void> }> {
  if (database === null) return { open: openMemoryStore, close: async () => {} };
  Object.assign(process.env, database.environment);
  // Loaded only here: seeds in memory do without a client of Postgres.
  const { default: pg } = await import("pg");
  const { makeVirtual } = await import("./virtual-database");
  const { postgresStores } = await import("./postgres-sim-store");
  const { closeControl } = await import("@/lib/db/control");
  const { closeRows } = await import("@/lib/db/row-store");
  const admin = new pg.Client(database.adminUrl);
  await admin.connect();
  await makeVirtual(admin);
  const close = async () => {
    await closeControl();
    await closeRows();
    await admin.end();
  };
  return { open: postgresStores(admin), close };
}
