import { mayWrite } from "./run-word";

/** The phases of a run as people see them; each covers one or more of the run's own steps. */
const PHASES = [
  { id: "connect", word: "Connect", steps: ["open"] },
  { id: "read", word: "Read", steps: ["pull", "seal"] },
  { id: "compare", word: "Compare", steps: ["plan"] },
  { id: "check", word: "Safety checks", steps: ["brake", "hold"] },
  { id: "write", word: "Write", steps: ["apply"] },
  { id: "verify", word: "Verify", steps: ["verify", "close"] },
] as const;

export interface PhaseLine {
  readonly id: string;
  readonly word: string;
  readonly state: "done" | "now" | "ahead" | "skipped";
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** Calls to the systems' APIs. */
  readonly calls: number;
}

interface Step {
  readonly name: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly requests: number;
}

/** Where a run is, phase by phase. A run that is over skipped what it never began; one that only looks has no writing. */
export function phaseLines(run: {
  readonly kind: string;
  readonly phases: readonly Step[];
  readonly finishedAt: string | null;
  readonly status: string;
}): PhaseLine[] {
  const isOver = run.finishedAt !== null;
  const phases = PHASES.filter(({ id }) => id !== "write" || mayWrite(run.kind));
  const reached = phases.findLastIndex((phase) => stepsOf(run.phases, phase.steps).length > 0);
  return phases.map(({ id, word, steps }, at) => {
    const own = stepsOf(run.phases, steps);
    const hasEnded = own.length > 0 && own.every((step) => step.finishedAt !== null);
    const wasPassed = own.length > 0 && (at < reached || isOver || (hasEnded && run.status !== "held"));
    return {
      id,
      word,
      state: own.length === 0 ? (isOver || at < reached ? "skipped" : "ahead") : wasPassed ? "done" : "now",
      startedAt: own[0]?.startedAt ?? null,
      finishedAt: own.at(-1)?.finishedAt ?? null,
      calls: own.reduce((sum, step) => sum + step.requests, 0),
    };
  });
}

const stepsOf = (phases: readonly Step[], names: readonly string[]): Step[] =>
  phases.filter((step) => names.includes(step.name));
