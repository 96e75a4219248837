import { afterAll, beforeAll } from "vitest";
import { type TestDatabase, testDatabase } from "@/scripts/testing/database";
import { connectorContract } from "../contract.test-kit";
import { postgresHarness } from "./contract-place.test-kit";

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});

afterAll(async () => {
  await database.drop();
});

connectorContract(
  "postgres",
  postgresHarness(() => database.adminUrl),
);
