import { Pool } from "pg";
import { testDatabase } from "@/scripts/testing/database";

export interface RunnerDatabase {
  readonly url: string;
  /** As the owner, for what a test looks at or changes behind the runner's back. */
  readonly owner: Pool;
  readonly close: () => Promise<void>;
}

/** A migrated database of its own; `url` connects as the application role. */
export async function runnerDatabase(): Promise<RunnerDatabase> {
  const database = await testDatabase();
  const owner = new Pool({ connectionString: database.ownerUrl });
  // Dropping the database ends idle connections; that is no failure of the test.
  owner.on("error", () => undefined);
  return {
    url: database.appUrl,
    owner,
    close: async () => {
      await owner.end();
      await database.drop();
    },
  };
}
