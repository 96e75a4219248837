import type { SideConnector, WriteOperation, WriteReport } from "@/lib/connectors/connector";
import type { Cells } from "@/lib/engine/value";
import { connectWith } from "@/lib/reach/open-connection";
import type { Dataset } from "../data/dataset";
import { type DatasetName, datasetOf } from "../data/datasets";
import { type TookOfBoth, timedWithPostgres } from "../postgres-cpu";

export interface ApplyInput {
  readonly ownerUrl: string;
  readonly dataset: DatasetName;
  /** An empty table of the dataset's columns. */
  readonly table: string;
  readonly rows: number;
}

/** Each for all rows together. */
export interface ApplyReport {
  readonly rows: number;
  readonly create: TookOfBoth;
  /** One cell of every row, as most edits are. */
  readonly update: TookOfBoth;
  readonly remove: TookOfBoth;
}

const FAR_MS = 3_600_000;

/** Compare-and-set writes through the connector: every row created, then every row updated, then every row deleted. */
export async function measure({ ownerUrl, dataset: name, table, rows }: ApplyInput): Promise<ApplyReport> {
  const dataset = datasetOf(name);
  const connector = connectWith("postgres", { url: ownerUrl });
  try {
    const address = { schema: "public", table };
    const shape = await connector.side({ address, mapped: [], key: [] }).shape();
    const ids = new Map(shape.fields.map((field) => [field.name, field.id]));
    const mapped = dataset.fields.map((field) => ({
      field,
      sideField: ids.get(field.id) ?? "",
      writable: true,
    }));
    return await writeThrice(connector.side({ address, mapped, key: dataset.key }), dataset, {
      ownerUrl,
      rows,
    });
  } finally {
    await connector.close();
  }
}

async function writeThrice(
  side: SideConnector,
  dataset: Dataset,
  { ownerUrl, rows }: { readonly ownerUrl: string; readonly rows: number },
): Promise<ApplyReport> {
  const timed = (work: () => unknown) => timedWithPostgres(ownerUrl, work);
  const all = [...(await dataset.rows(rows))];
  const create = await timed(() =>
    writeAll(
      side,
      all.map((cells, at) => ({ op: "create", id: `c${at}`, cells })),
    ),
  );
  const locatorOf = (cells: Cells) => JSON.stringify(dataset.key.map((id) => cells[id]));
  const edited = all.map((cells) => [cells, dataset.edits.a.of(cells)] as const);
  const updates = edited.map(([before, after], at): WriteOperation => {
    const changed = Object.keys(after).filter((id) => after[id] !== before[id]);
    const pick = (from: Cells) => Object.fromEntries(changed.map((id) => [id, from[id] ?? null]));
    return {
      op: "update",
      id: `u${at}`,
      locator: locatorOf(before),
      cells: pick(after),
      expect: pick(before),
    };
  });
  const update = await timed(() => writeAll(side, updates));
  const deletes = edited.map(
    ([, after], at): WriteOperation => ({
      op: "delete",
      id: `d${at}`,
      locator: locatorOf(after),
      expect: after,
    }),
  );
  const remove = await timed(() => writeAll(side, deletes));
  return { rows: all.length, create, update, remove };
}

async function writeAll(side: SideConnector, operations: readonly WriteOperation[]): Promise<void> {
  for (let from = 0; from < operations.length; ) {
    const batch = operations.slice(from, from + side.abilities.writeBatch);
    const report: WriteReport = await side.write(batch, Date.now() + FAR_MS);
    const failed = report.written.find((answer) => answer.outcome !== "done");
    if (failed || report.written.length === 0) throw new Error(`a write was not done: ${failed?.outcome}`);
    from += report.written.length;
  }
}
