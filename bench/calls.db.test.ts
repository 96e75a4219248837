import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../scripts/testing/database";
import { measure } from "./parts/calls";

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});

afterAll(() => database.drop());

test("runs over Notion and Sheets make few calls beyond the least there can be", async () => {
  for (const { run, side, by, observed, floor } of await measure({
    databaseUrl: database.appUrl,
    seed: 1,
    most: 120,
  })) {
    const least = floor.reads + floor.writes;
    expect(observed.reads + observed.writes, `${side} by ${by}, ${run} run`).toBeLessThanOrEqual(
      least * 1.01 + 3,
    );
    expect(observed.writes, `${side} by ${by}, ${run} run: writes`).toBe(floor.writes);
  }
});
