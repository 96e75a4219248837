/** How far a run's writing is, and how fast. */
export interface WriteProgress {
  readonly done: number;
  readonly all: number;
  /** Rows a minute since the writing began; null = too little was written to tell. */
  readonly perMinute: number | null;
  /** At that pace; null = not known yet, or nothing is left. */
  readonly secondsLeft: number | null;
}

interface Run {
  readonly counts: Readonly<Record<"create" | "update" | "delete", number>>;
  readonly perSide: Readonly<Record<string, { readonly done: number; readonly failed: number }>>;
  readonly phases: readonly {
    readonly name: string;
    readonly startedAt: string;
    readonly finishedAt: string | null;
  }[];
}

/** Before so many ms and so many writes a pace would be a guess. */
const LEAST_MS = 5_000;
const LEAST_WRITES = 10;

/** Null until the run writes. `now` in epoch ms. */
export function writeProgress({ counts, perSide, phases }: Run, now: number): WriteProgress | null {
  const writing = phases.filter(({ name }) => name === "apply");
  const [first] = writing;
  if (!first) return null;
  const all = counts.create + counts.update + counts.delete;
  const done = Object.values(perSide).reduce((sum, side) => sum + side.done + side.failed, 0);
  const until = writing.every(({ finishedAt }) => finishedAt !== null)
    ? Date.parse(writing.at(-1)?.finishedAt ?? first.startedAt)
    : now;
  const ms = until - Date.parse(first.startedAt);
  const perMinute = ms < LEAST_MS || done < LEAST_WRITES ? null : (done / ms) * 60_000;
  const left = all - done;
  const secondsLeft = perMinute === null || left <= 0 ? null : Math.ceil((left / perMinute) * 60);
  return { done, all, perMinute: perMinute === null ? null : Math.round(perMinute), secondsLeft };
}
