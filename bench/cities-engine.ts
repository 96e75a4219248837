import type { SideConnector, SideRecord, WriteOperation, WriteReport } from "@/lib/connectors/connector";
import { closeRows, withRows } from "@/lib/db/row-store";
import { stageRecords } from "@/lib/db/rows/stage";
import type { Cells } from "@/lib/engine/value";
import { newUuid } from "@/lib/ids";
import { connectWith } from "@/lib/reach/open-connection";
import { stagedRecord } from "@/lib/sync/pull";
import { largestCities } from "../scripts/demo/real-data";
import { canonical, mergeTables, threeTables } from "./cities/merge-tables";
import { cellsOf, FIELDS, KEY, keyOf, SORTED_IDS } from "./cities/record";
import { type Took, timed } from "./cities/timing";
import { answerPart } from "./part";

export interface EngineInput {
  readonly ownerUrl: string;
  readonly rows: number;
  /** Rows of the merge that others are compared on. */
  readonly compared: number;
}

/** Every list: one entry per repetition. */
export interface EngineReport {
  readonly rows: number;
  readonly stage: readonly Took[];
  readonly merge: readonly Took[];
  readonly comparedMerge: readonly Took[];
  readonly create: Took;
  readonly update: Took;
}

const REPETITIONS = 3;
const PAGE = 10_000;
const FAR = 3_600_000;

const perRow = ({ seconds, cpuSeconds }: Took, rows: number): Took => ({
  seconds: seconds / rows,
  cpuSeconds: cpuSeconds / rows,
});

/** The product's own parts, one by one, on rows that are in memory already. */
await answerPart(async ({ ownerUrl, rows, compared }: EngineInput): Promise<EngineReport> => {
  const cities = largestCities(rows);
  const cells = cities.map(cellsOf);
  const tables = canonical(threeTables(cities));
  const few = canonical(threeTables(cities.slice(0, compared)));
  const report = {
    rows: cells.length,
    stage: await repeated(stager(cells)),
    merge: await repeated(() => mergeTables(tables)),
    comparedMerge: await repeated(() => mergeTables(few)),
    ...(await apply(ownerUrl, cells)),
  };
  await closeRows();
  return report;
});

/** Once to warm up, then as often as is reported. */
async function repeated(work: () => unknown): Promise<Took[]> {
  await work();
  const took: Took[] = [];
  while (took.length < REPETITIONS) took.push(await timed(work));
  return took;
}

/** Hashes and stages every row, page by page, as a run does. */
function stager(cells: readonly Cells[]): () => Promise<void> {
  const organizationId = newUuid();
  const records = cells.map(
    (own): SideRecord => ({
      locator: keyOf(own),
      cells: own,
      unknown: {},
      changedAt: null,
    }),
  );
  return async () => {
    const place = { runId: newUuid(), sideId: newUuid() };
    for (let from = 0; from < records.length; from += PAGE) {
      const staged = records
        .slice(from, from + PAGE)
        .map((record) => stagedRecord(record, { sortedIds: SORTED_IDS }, { key: KEY, normalise: false }));
      await withRows(organizationId, (client) => stageRecords(client, { ...place, from }, staged));
    }
  };
}

/** Compare-and-set writes through the connector: every row created, then every row updated. */
async function apply(ownerUrl: string, cells: readonly Cells[]): Promise<{ create: Took; update: Took }> {
  const connector = connectWith("postgres", { url: ownerUrl });
  try {
    const address = { schema: "public", table: "city_of_apply" };
    const shape = await connector.side({ address, mapped: [], key: [] }).shape();
    const ids = new Map(shape.fields.map((field) => [field.name, field.id]));
    const mapped = FIELDS.map((field) => ({ field, sideField: ids.get(field.id) ?? "", writable: true }));
    const side = connector.side({ address, mapped, key: KEY });
    const creates = cells.map((own, at): WriteOperation => ({ op: "create", id: `c${at}`, cells: own }));
    const create = await timed(() => writeAll(side, creates));
    const { records } = await side.read(null);
    const updates = records.map(({ locator, cells: shown }, at): WriteOperation => {
      const expect = { name: shown.name ?? null, population: shown.population ?? null };
      const after = { name: `${shown.name} (2)`, population: `${Number(shown.population) + 1}` };
      return { op: "update", id: `u${at}`, locator, cells: after, expect };
    });
    const update = await timed(() => writeAll(side, updates));
    return { create: perRow(create, creates.length), update: perRow(update, updates.length) };
  } finally {
    await connector.close();
  }
}

async function writeAll(side: SideConnector, operations: readonly WriteOperation[]): Promise<void> {
  for (let from = 0; from < operations.length; ) {
    const batch = operations.slice(from, from + side.abilities.writeBatch);
    const report: WriteReport = await side.write(batch, Date.now() + FAR);
    const failed = report.written.find((answer) => answer.outcome !== "done");
    if (failed || report.written.length === 0) throw new Error(`a write was not done: ${failed?.outcome}`);
    from += report.written.length;
  }
}
