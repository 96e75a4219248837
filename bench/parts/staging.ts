import type { SideRecord } from "@/lib/connectors/connector";
import { closeRows, withRows } from "@/lib/db/row-store";
import { copyIntoTemp } from "@/lib/db/rows/copy";
import { dropStaged, type StagedRecord, stageRecords } from "@/lib/db/rows/stage";
import { keyText } from "@/lib/engine/canonical";
import { env } from "@/lib/env";
import { newUuid } from "@/lib/ids";
import { stagedRecord } from "@/lib/sync/pull";
import { type Dataset, sortedIds } from "../data/dataset";
import { type DatasetName, datasetOf } from "../data/datasets";
import { type TookOfBoth, timedWithPostgres } from "../postgres-cpu";
import { repeated } from "../repeated";

export interface StagingInput {
  readonly dataset: DatasetName;
  readonly rows: number;
}

/** Lists: one entry per repetition. */
export interface StagingReport {
  readonly rows: number;
  /** Hashed and staged, page by page, as a run does. */
  readonly staged: readonly TookOfBoth[];
  /** The same lines copied into a bare table: what Postgres takes at the least. */
  readonly copied: readonly TookOfBoth[];
}

const PAGE = 5_000;

/** Staging of rows that are in memory already. */
export async function measure({ dataset: name, rows: count }: StagingInput): Promise<StagingReport> {
  const dataset = datasetOf(name);
  const records = await recordsOf(dataset, count);
  const pages = Array.from({ length: Math.ceil(records.length / PAGE) }, (_, at) =>
    records.slice(at * PAGE, (at + 1) * PAGE),
  );
  const organizationId = newUuid();
  const hash = hasher(dataset);
  const onBoth = (work: () => unknown) => repeated(() => timedWithPostgres(env().DATABASE_URL, work));
  const staged = await onBoth(async () => {
    const place = { runId: newUuid(), sideId: newUuid() };
    for (const [at, page] of pages.entries())
      await withRows(organizationId, (client) =>
        stageRecords(client, { ...place, from: at * PAGE }, page.map(hash)),
      );
    await withRows(organizationId, (client) => dropStaged(client, place.runId));
  });
  const copied = await onBoth(async () => {
    for (const page of pages)
      await withRows(organizationId, (client) =>
        copyIntoTemp(
          client,
          "bare",
          "locator text, key text, hash text, cells jsonb",
          page.map(hash).map(lineOf),
        ),
      );
  });
  await closeRows();
  return { rows: records.length, staged, copied };
}

/** The dataset's first rows as a connector would read them. */
export const recordsOf = async (dataset: Dataset, count: number): Promise<SideRecord[]> =>
  [...(await dataset.rows(count))].map((cells) => ({
    locator: keyText(cells, dataset.key) ?? "",
    cells,
    unknown: {},
    changedAt: null,
  }));

/** A record in the form in which a run stages it. */
export function hasher(dataset: Dataset): (record: SideRecord) => StagedRecord {
  const side = { sortedIds: sortedIds(dataset) };
  const registry = { key: dataset.key, normalise: false };
  return (record) => stagedRecord(record, side, registry);
}

const lineOf = ({ locator, key, hash, cells }: StagedRecord) => [locator, key, hash, JSON.stringify(cells)];
