import { closeControl } from "@/lib/db/control";
import { closeRows } from "@/lib/db/row-store";
import { openProviders } from "@/lib/sync/testing/providers";
import { type CallFloor, type Calls, notionFloor, type SideWork, sheetsFloor } from "../data/call-floor";
import { makeProvidersRegistry, type ProvidersRegistry } from "../data/providers-registry";
import { runPass } from "../data/run-pass";

export interface CallsInput {
  /** Our own, for the application role. */
  readonly databaseUrl: string;
  readonly seed: number;
  /** Rows on each side are drawn up to this number. */
  readonly most: number;
}

export interface CallsLine {
  readonly run: "first" | "changed" | "idle" | "backlog";
  readonly side: "notion" | "sheets";
  /** What the sheet's rows are known by. */
  readonly by: "keys" | "ids";
  readonly work: SideWork;
  readonly observed: Calls;
  readonly floor: Calls;
}

/** Runs over the pretended Notion and Sheets with random numbers of rows, edits and deletes, their calls counted. */
export async function measure({ databaseUrl, seed, most }: CallsInput): Promise<readonly CallsLine[]> {
  const providers = await openProviders(databaseUrl);
  try {
    const draw = drawer(seed);
    const lines: CallsLine[] = [];
    for (const by of ["keys", "ids"] as const) {
      const rows = draw(most >> 1, most);
      const registry = await makeProvidersRegistry(providers, rows, by === "ids");
      lines.push(...(await measureRuns({ registry, by }, { rows, draw })));
    }
    return lines;
  } finally {
    await Promise.all([closeRows(), closeControl()]);
    await providers.close();
  }
}

interface Measured {
  readonly registry: ProvidersRegistry;
  readonly by: CallsLine["by"];
}

async function measureRuns(
  measured: Measured,
  { rows, draw }: { readonly rows: number; readonly draw: Draw },
): Promise<CallsLine[]> {
  const { registry, by } = measured;
  forgetCalls(registry);
  const nothing = { rows, writes: 0, missing: 0 };
  const unnamed = { ...nothing, nameless: by === "ids" ? rows : 0 };
  const first = await counted(measured, "first", { notion: nothing, sheets: unnamed });
  const { work, rowsAfter } = edit(registry, { rows, draw });
  const changed = await counted(measured, "changed", work);
  const idle = { rows: rowsAfter, writes: 0, missing: 0 };
  const none = await counted(measured, "idle", { notion: idle, sheets: idle });
  const piled = { ...idle, writes: pileUp(registry, rows) };
  return [
    ...first,
    ...changed,
    ...none,
    ...(await counted(measured, "backlog", { notion: piled, sheets: piled })),
  ];
}

/** As after days without a run: a fifth of the rows is renamed on each side. Answers how many; the rows edited before are others. */
function pileUp({ notion, sheets }: ProvidersRegistry, rows: number): number {
  const each = Math.floor(rows / 5);
  for (let at = 0; at < each; at += 1) {
    notion.rename(rows - 1 - at, `Piled ${at}`);
    sheets.rename(rows - 1 - each - at, `Piled up ${at}`);
  }
  return each;
}

type Draw = (least: number, most: number) => number;

/** People's day on both sides: names changed, rows deleted, rows added, all of them different rows. */
function edit(
  { notion, sheets }: ProvidersRegistry,
  { rows, draw }: { readonly rows: number; readonly draw: Draw },
) {
  const share = Math.max(1, Math.floor(rows / 50));
  const count = () => draw(1, share);
  const [renamedThere, renamedHere, removedThere, removedHere, added] = [
    count(),
    count(),
    draw(1, Math.min(40, share)),
    draw(1, Math.min(40, share)),
    count(),
  ];
  let next = 0;
  const take = (many: number) => Array.from({ length: many }, () => next++);
  for (const number of take(renamedThere)) notion.rename(number, `Renamed ${number}`);
  for (const number of take(renamedHere)) sheets.rename(number, `Renamed ${number}`);
  notion.remove(take(removedThere));
  sheets.remove(take(removedHere));
  sheets.add(Array.from({ length: added }, (_, at) => rows + at));
  const work = {
    notion: { rows: rows - removedThere, writes: renamedHere + removedHere + added, missing: removedThere },
    sheets: { rows: rows - removedHere + added, writes: renamedThere + removedThere, missing: removedHere },
  };
  return { work, rowsAfter: rows - removedThere - removedHere + added };
}

async function counted(
  { registry, by }: Measured,
  run: CallsLine["run"],
  work: Readonly<Record<CallsLine["side"], SideWork>>,
): Promise<CallsLine[]> {
  await runPass(registry);
  const line = (side: CallsLine["side"], floor: CallFloor): CallsLine => ({
    ...{ run, side, by },
    work: work[side],
    observed: registry[side].calls(),
    floor: floor(work[side]),
  });
  return [line("notion", notionFloor), line("sheets", sheetsFloor)];
}

function forgetCalls({ notion, sheets }: ProvidersRegistry): void {
  notion.calls();
  sheets.calls();
}

/** Numbers that only look like chance: the same for the same seed. */
function drawer(seed: number): Draw {
  let state = Math.imul(seed, 2_654_435_761) >>> 0;
  return (least, most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return least + Math.floor((state / 2 ** 32) * (most - least + 1));
  };
}
