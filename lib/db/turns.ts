import "server-only";
import type { Scoped } from "./control";
import type { RowClient } from "./row-store";

/**
 * Waits for its turn at something of the organization's, and keeps it until the transaction ends. The key holds the
 * organization that the transaction is of, so no two organizations ever wait for each other.
 */
export async function takeTurnAt(db: Scoped, what: string): Promise<void> {
  await db.$executeRaw`
    select pg_advisory_xact_lock(hashtextextended(${what} || ' of ' || current_setting('app.org'), 0))`;
}

/**
 * As `takeTurnAt`, at something of a person's, in whichever organization: the key holds the person, so nobody ever waits for
 * somebody else.
 */
export async function takePersonTurnAt(db: Scoped, personId: string, what: string): Promise<void> {
  await db.$executeRaw`
    select pg_advisory_xact_lock(hashtextextended(${what} || ' of person ' || ${personId}, 0))`;
}

/** As `takeTurnAt`, on a connection for rows. */
export async function takeRowTurnAt(client: RowClient, what: string): Promise<void> {
  await client.query(
    "select pg_advisory_xact_lock(hashtextextended($1 || ' of ' || current_setting('app.org'), 0))",
    [what],
  );
}

/** Takes the turn without waiting for it: false while another transaction has it. */
export async function tryRowTurnAt(client: RowClient, what: string): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>(
    "select pg_try_advisory_xact_lock(hashtextextended($1 || ' of ' || current_setting('app.org'), 0)) as held",
    [what],
  );
  return rows[0]?.held === true;
}
