import type { World } from "./world";

interface Trashable {
  readonly inTrash: boolean;
  readonly trashedAt?: number;
}

/** What a record says of the trash once it is put there or taken out; staying there keeps the time. */
export function trashStamp(world: World, record: Trashable, inTrash: boolean): Trashable {
  if (!inTrash) return { inTrash };
  const since = record.inTrash ? record.trashedAt : undefined;
  return { inTrash, trashedAt: since ?? world.clock.now() };
}

/** Purges what has lain in the trash too long, as nobody is told of. */
export function purgeExpired(world: World): void {
  const { state } = world;
  const latest = world.clock.now() - world.settings().purgeAfterMs;
  const isOver = (record: Trashable) => record.inTrash && (record.trashedAt ?? latest + 1) <= latest;
  for (const page of state.trashedPages()) if (isOver(page)) state.purgePage(page.id);
  for (const source of [...state.allSources()]) {
    const database = state.database(source.databaseId);
    if (isOver(source) || (database !== undefined && isOver(database))) state.purgeSource(source.id);
  }
  for (const database of [...state.allDatabases()]) if (isOver(database)) state.purgeDatabase(database.id);
}
