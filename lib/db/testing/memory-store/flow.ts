import type { FlowLine, LatencyLine, PlaceOfRow } from "../../rows/flow";
import type { EditSources } from "../../rows/plan-store";
import { type MemoryClient, requireRegistry } from "./client";
import type { Moment } from "./moment";

const HOUR = 3_600_000_000;
const hourOf = (at: Moment): Moment => Math.floor(at / HOUR) * HOUR;

export function addFlow(
  client: MemoryClient,
  registryId: string,
  lines: { readonly flow: readonly FlowLine[]; readonly latency: readonly LatencyLine[] },
): void {
  const { tables, at } = client;
  const hour = hourOf(at);
  if (lines.flow.length > 0) requireRegistry(client, registryId);
  for (const line of lines.flow) {
    const held = tables.flow.get(registryId, `${hour} ${line.fromSide} ${line.toSide}`);
    if (held) tables.flow.update(held, { done: held.done + line.done, failed: held.failed + line.failed });
    else tables.flow.insert({ ...line, registryId, hour });
  }
  for (const line of lines.latency) {
    const { fromSide, toSide, told, counts } = line;
    const held = tables.latency.get(registryId, `${hour} ${fromSide} ${toSide} ${told}`);
    if (held) tables.latency.update(held, { counts: added(held.counts, counts) });
    else tables.latency.insert({ ...line, registryId, hour });
  }
}

const added = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((key) => [key, (a[key] ?? 0) + (b[key] ?? 0)]),
  );

const NOT_TAKEN: ReadonlySet<string> = new Set(["stale", "refused", "dropped"]);

export const earlierSources = (
  { tables }: MemoryClient,
  runId: string,
  places: readonly PlaceOfRow[],
): (PlaceOfRow & { readonly sources: EditSources })[] =>
  places.flatMap(({ rowId, sideId }) => {
    const last = tables.plan
      .all()
      .filter((own) => own.rowId === rowId && own.sideId === sideId && own.runId < runId)
      .filter(({ status, sources }) => status === "done" || (sources !== null && NOT_TAKEN.has(status)))
      .reduce<ReturnType<typeof tables.plan.all>[number] | null>(
        (newest, own) => (newest === null || own.runId > newest.runId ? own : newest),
        null,
      );
    return last?.sources && last.status !== "done" ? [{ rowId, sideId, sources: last.sources }] : [];
  });
