import type { Random } from "./random";

/** "all" is everything but the pretended outside systems' data; "supervisor" leaves the rest running without it. */
export const VICTIMS = ["app", "job runner", "Postgres", "all", "supervisor"] as const;
export type Victim = (typeof VICTIMS)[number];

/** The moment at which somebody dies. Numbers count from 1. */
export type Moment =
  /** The run stands before its n-th commit: what came before it outside is done and not yet recorded. */
  | { readonly kind: "commit"; readonly number: number }
  /** Notion has done the n-th request about a page, nearly always a write, and its answer does not come. */
  | { readonly kind: "notion-request"; readonly number: number }
  /** The sheet's batch is on its way and not done. */
  | { readonly kind: "sheet-on-its-way" }
  /** The sheet has done its batch, and the run stands before recording it. */
  | { readonly kind: "sheet-written" }
  /** As soon as the API shows the phase, with nothing held back. */
  | { readonly kind: "phase"; readonly name: string };

export interface Kill {
  readonly victim: Victim;
  readonly moment: Moment;
}

/** A run of one round has about thirty commits: reading takes the first twenty, writing and the end the rest. */
const READING = { from: 1, to: 19 };
const WRITING = { from: 20, to: 29 };
const NOTION_REQUESTS = 35;
const PHASES = ["pull", "apply", "verify"];

/** Victims in turn, so that few points still see each of them; moments by chance. */
export function chooseKill(random: Random, point: number): Kill {
  const victim = VICTIMS[(point - 1) % VICTIMS.length] ?? "app";
  return { victim, moment: chooseMoment(random) };
}

function chooseMoment(random: Random): Moment {
  const chance = random.next();
  if (chance < 0.5) {
    const { from, to } = chance < 0.15 ? READING : WRITING;
    return { kind: "commit", number: random.between(from, to) };
  }
  if (chance < 0.7) return { kind: "notion-request", number: random.between(1, NOTION_REQUESTS) };
  if (chance < 0.78) return { kind: "sheet-on-its-way" };
  if (chance < 0.86) return { kind: "sheet-written" };
  return { kind: "phase", name: random.pick(PHASES) };
}

export function momentWords(moment: Moment): string {
  switch (moment.kind) {
    case "commit":
      return `before commit ${moment.number}`;
    case "notion-request":
      return `after Notion did page request ${moment.number}, before its answer`;
    case "sheet-on-its-way":
      return "with the sheet's batch on its way";
    case "sheet-written":
      return "after the sheet's batch, before its record";
    case "phase":
      return `as phase ${moment.name} is seen`;
  }
}
