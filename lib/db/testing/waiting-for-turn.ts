/** Tells the advisory locks that somebody waits for in the connection's database. */
export const WAITED_LOCKS = `select from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`;

/** Until work waits for another's transaction to end, or is done. `count` asks for `WAITED_LOCKS`. */
export async function waitingForTurn(work: Promise<unknown>, count: () => Promise<number>): Promise<void> {
  const isOver = work.then(
    () => true,
    () => true,
  );
  const isWaiting = async () => (await count()) > 0;
  while (!(await Promise.race([isOver, isWaiting()])));
}
