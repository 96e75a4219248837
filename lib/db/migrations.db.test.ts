import { afterAll, beforeAll, expect, test } from "vitest";
import { runPrisma } from "../../scripts/migrate.mjs";
import { type TestDatabase, testDatabase } from "../../scripts/testing/database";

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});

afterAll(() => database.drop());

test("the migrations make exactly the schema that Prisma knows", async () => {
  const { code, output } = await runPrisma(
    [
      ...["migrate", "diff", "--from-migrations", "prisma/migrations"],
      ...["--to-schema", "prisma/schema.prisma", "--exit-code"],
    ],
    database.ownerUrl,
  );
  expect(output).toMatch(/No difference/i);
  expect(code).toBe(0);
});
