import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { urlWithDatabase, withClient } from "../postgres/roles.mjs";

/** A migrated database of one's own. */
export interface TestDatabase {
  /** The application role: bound by row-level security, owns nothing. */
  readonly appUrl: string;
  /** The role that owns the tables. */
  readonly ownerUrl: string;
  /** The superuser, for what neither role may do (replication slots, other roles). */
  readonly adminUrl: string;
  /** Ends every connection and removes the database. */
  drop(): Promise<void>;
}

/** Copies the migrated template, which takes a fraction of a second. Call `drop` when done. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = inject("testServer");
  const name = `test_${randomBytes(8).toString("hex")}`;
  await withClient(server.adminUrl, (client) =>
    client.query(`create database ${name} template ${server.template} owner chittysync_owner`),
  );
  return {
    appUrl: urlWithDatabase(server.appUrl, name),
    ownerUrl: urlWithDatabase(server.ownerUrl, name),
    adminUrl: urlWithDatabase(server.adminUrl, name),
    drop: () => withClient(server.adminUrl, (client) => dropDatabase(client, name)),
  };
}

/**
 * A pool's `end` resolves while its sessions are still closing, and a session cut off meanwhile throws outside any
 * test. The plain form waits for them (five seconds, by Postgres); what is then still there was left open.
 */
async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  try {
    await client.query(`drop database if exists ${name}`);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && error.code === IN_USE)) throw error;
    await client.query(`drop database if exists ${name} with (force)`);
  }
}

const IN_USE = "55006";
