import { publicId } from "@/lib/ids";
import { short } from "../../e2e/support/compare";
import { LedgerReader } from "../cli/ledger-reader";
import { MEANWHILE, RIVAL } from "./edits";
import type { Effect } from "./effects";
import type { Scene } from "./scene";

/** An operation of a plan, and whether the log must tell of it: its chunk was committed, or its run given up in it. */
interface Operation {
  readonly runId: string;
  readonly rowId: string;
  readonly sideId: string;
  readonly kind: string;
  readonly key: string;
  readonly op: Effect["op"];
  readonly status: string;
  readonly told: boolean;
}

interface Entry {
  readonly runId: string;
  readonly row: string;
  readonly destination: string;
  readonly outcome: string;
}

const OPERATIONS = `
  select p.run_id as "runId", p.row_id as "rowId", p.side_id as "sideId", c.kind, p.key::jsonb->>0 as key, p.op, p.status,
         coalesce(d.committed, false) or (r.status = 'failed' and p.status <> 'planned') as told
    from rows.plan p join public.run r on r.id = p.run_id join public.side s on s.id = p.side_id join public.connection c on c.id = s.connection_id
    left join rows.decision d on d.run_id = p.run_id and d.row_id = p.row_id
   where p.run_id >= $1`;

const ENTRIES = `
  select run_id as "runId", target_ref as row, leaf::jsonb->>'destination' as destination, leaf::jsonb->>'outcome' as outcome
    from ledger.entry where action in ('row.written', 'row.stale', 'row.refused') and run_id >= $1`;

/** What is wrong with the organization's log: by itself, and against what was done to the sides. */
export async function ledgerProblems(scene: Scene, written: readonly Effect[]): Promise<string[]> {
  const reader = new LedgerReader(scene.databases.ownerUrl);
  try {
    const { fault } = await reader.check(scene.caller.organizationId);
    const operations = await scene.databases.ours<Operation>(OPERATIONS, [scene.runId]);
    const entries = await scene.databases.ours<Entry>(ENTRIES, [scene.runId]);
    return [
      ...(fault ? [`the ledger's entry ${fault.seq} ${fault.what}`] : []),
      ...short(entryProblems(operations, entries)),
      ...short(effectProblems(operations, entries, written)),
    ];
  } finally {
    await reader.close();
  }
}

const placeOf = ({ runId, rowId, sideId }: Operation): string =>
  [runId, publicId("row", rowId), publicId("sid", sideId)].join(" ");

/** One entry for each outcome, none for what was never begun, and none without an operation. */
function entryProblems(operations: readonly Operation[], entries: readonly Entry[]): string[] {
  const wanted = countOf(operations.filter(({ told }) => told).map(placeOf));
  const told = countOf(entries.map(({ runId, row, destination }) => `${runId} ${row} ${destination}`));
  return [...new Set([...wanted.keys(), ...told.keys()])].flatMap((place) => {
    const [want, have] = [wanted.get(place) ?? 0, told.get(place) ?? 0];
    return want === have ? [] : [`${place}: ${want} outcomes have ${have} entries`];
  });
}

/**
 * What was written against what the log says was: for each row, side and kind of write, as many as there are entries
 * of outcome "ok"; up to as many more as operations whose answers stayed lost, so that nobody can say.
 */
function effectProblems(
  operations: readonly Operation[],
  entries: readonly Entry[],
  written: readonly Effect[],
): string[] {
  const ok = new Set(
    entries
      .filter(({ outcome }) => outcome === "ok")
      .map(({ runId, row, destination }) => `${runId} ${row} ${destination}`),
  );
  const words = ({ kind, op, key }: Operation) => `${op} ${key} on ${SIDE_OF[kind] ?? kind}`;
  const known = countOf(operations.filter((operation) => ok.has(placeOf(operation))).map(words));
  const doubtful = countOf(operations.filter(isDoubtful).map(words));
  const done = countOf(written.map(({ side, op, key }) => `${op} ${key} on ${side}`));
  return [...new Set([...known.keys(), ...done.keys()])].flatMap((write) => {
    const [least, have] = [known.get(write) ?? 0, done.get(write) ?? 0];
    const most = least + (doubtful.get(write) ?? 0);
    return have >= least && have <= most
      ? []
      : [`${write}: done ${have} times, in the ledger ${least} to ${most}`];
  });
}

const SIDE_OF: Readonly<Record<string, Effect["side"]>> = {
  notion: "notion",
  postgres: "postgres",
  "google-sheets": "sheet",
};

/**
 * Whether an operation without an "ok" may have happened. One that was answered with `stale` may, where somebody wrote
 * to that very row meanwhile: asked again after its answer was lost, nobody can tell what it was that he wrote over.
 */
function isDoubtful({ kind, key, status }: Operation): boolean {
  if (status !== "stale") return ["sent", "unknown", "dropped"].includes(status);
  return [...MEANWHILE, RIVAL].some((edit) => edit.side === SIDE_OF[kind] && edit.key === key);
}

function countOf(list: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const each of list) counts.set(each, (counts.get(each) ?? 0) + 1);
  return counts;
}
