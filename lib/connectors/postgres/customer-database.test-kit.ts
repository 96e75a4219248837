import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { type TestDatabase, testDatabase } from "@/scripts/testing/database";
import type { Connector } from "../connector";
import { openPostgres } from "./connector";
import { localSocket } from "./contract-place.test-kit";

/** A customer's database of a test file's own, somebody at work in it with plain SQL, and our connector to it. */
export interface CustomerDatabase {
  readonly database: TestDatabase;
  readonly person: pg.Client;
  readonly connector: Connector;
}

/** Filled before the file's first test; what `prepare` does there is done before we connect. */
export function customerDatabase(
  prepare: (person: pg.Client) => Promise<unknown> = async () => {},
): CustomerDatabase {
  const customer = {} as { database: TestDatabase; person: pg.Client; connector: Connector };
  beforeAll(async () => {
    customer.database = await testDatabase();
    const url = customer.database.adminUrl;
    customer.person = new pg.Client(url);
    await customer.person.connect();
    await prepare(customer.person);
    customer.connector = openPostgres({ url }, { openSocket: localSocket() });
  });
  afterAll(async () => {
    await customer.connector.close();
    await customer.person.end();
    await customer.database.drop();
  });
  return customer;
}
