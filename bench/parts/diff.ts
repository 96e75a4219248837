import { closeControl } from "@/lib/db/control";
import { closeRows, type RowClient, withRows } from "@/lib/db/row-store";
import { collectCandidates, readCandidates } from "@/lib/db/rows/candidates";
import { identifyRecords } from "@/lib/db/rows/identify";
import { overWholeSets } from "@/lib/db/rows/whole-sets";
import { env } from "@/lib/env";
import { type DatasetName, datasetOf } from "../data/datasets";
import { changeRows, tablesOf } from "../data/place";
import { type BenchRegistry, makeRegistry } from "../data/registry";
import { advanceTo, beginPass, runPass } from "../data/run-pass";
import { type TookOfBoth, timedWithPostgres } from "../postgres-cpu";

export interface DiffInput {
  readonly ownerUrl: string;
  readonly dataset: DatasetName;
  readonly sides: number;
}

/** Lists: one entry per repetition. */
export interface DiffReport {
  /** Every record given its row, and the rows collected that may have to move. */
  readonly found: readonly TookOfBoth[];
  /** Those rows read with all that is known of them. */
  readonly read: readonly TookOfBoth[];
  /** What is staged against what was acknowledged, EXCEPT both ways, side by side. */
  readonly except: readonly TookOfBoth[];
  readonly candidates: number;
}

const REPETITIONS = 3;
const SLICE = 2_000;

/** The diff of a registry in use, 6 % of whose rows have changed: each time in a transaction that is given up. */
export async function measure({ ownerUrl, dataset: name, sides }: DiffInput): Promise<DiffReport> {
  const dataset = datasetOf(name);
  const registry = await makeRegistry(ownerUrl, dataset, tablesOf(sides));
  await runPass(registry);
  await changeRows(ownerUrl, dataset);
  const runId = await beginPass(registry);
  await advanceTo(registry, runId, "plan");
  const scope = await scopeOf(registry, runId);
  const [found, read, except]: [TookOfBoth[], TookOfBoth[], TookOfBoth[]] = [[], [], []];
  let candidates = 0;
  while (except.length < REPETITIONS) {
    await givenUp(registry, async (client) => {
      found.push(await timedWithPostgres(env().DATABASE_URL, () => find(client, scope)));
      read.push(
        await timedWithPostgres(env().DATABASE_URL, async () => {
          candidates = await readAll(client);
        }),
      );
    });
    await givenUp(registry, async (client) => {
      except.push(await timedWithPostgres(env().DATABASE_URL, () => exceptBothWays(client, scope)));
    });
  }
  await Promise.all([closeRows(), closeControl()]);
  return { found, read, except, candidates };
}

interface Scope {
  readonly runId: string;
  readonly registryId: string;
  readonly sideIds: readonly string[];
}

const scopeOf = ({ organizationId, registryId }: BenchRegistry, runId: string): Promise<Scope> =>
  withRows(organizationId, async (client) => {
    const { rows } = await client.query<{ id: string }>("select id from public.side where registry_id = $1", [
      registryId,
    ]);
    return { runId, registryId, sideIds: rows.map(({ id }) => id) };
  });

const find = (client: RowClient, { runId, registryId, sideIds }: Scope): Promise<void> =>
  overWholeSets(client, async () => {
    const modes = sideIds.map((sideId) => ({ sideId, mode: "match-then-create" as const }));
    await identifyRecords(client, { runId, registryId, modes });
    await collectCandidates(client, { runId, registryId, sideIds, all: false, ordered: [] });
  });

async function readAll(client: RowClient): Promise<number> {
  let rows = 0;
  for (;;) {
    const slice = await readCandidates(client, SLICE);
    if (slice.length === 0) return rows;
    rows += slice.length;
  }
}

async function exceptBothWays(client: RowClient, { runId, sideIds }: Scope): Promise<void> {
  const staged = "select locator, hash from rows.obs where run_id = $1 and side_id = $2";
  const known = "select locator, hash from rows.link where side_id = $2";
  for (const sideId of sideIds)
    await client.query(
      `select count(*) from ((${staged} except ${known}) union all (${known} except ${staged})) differing`,
      [runId, sideId],
    );
}

class GivenUp extends Error {}

async function givenUp(
  { organizationId }: BenchRegistry,
  work: (client: RowClient) => Promise<void>,
): Promise<void> {
  await withRows(organizationId, async (client) => {
    await work(client);
    throw new GivenUp();
  }).catch((thrown: unknown) => {
    if (!(thrown instanceof GivenUp)) throw thrown;
  });
}
