import { Random } from "../chaos/random";
import { type Call, type Ending, type Failure, type Fault, MODES, type Mode } from "./fault";

const ENDINGS: readonly Ending[] = ["resumed", "given-up", "overtaken"];
const FAILURES: readonly Failure[] = ["reset", "refused"];

/**
 * The faults of every call in every mode. Whether a run is carried on, given up or overtaken, and how an error comes,
 * takes turns from call to call; where a customer's system is written to, each way is taken.
 */
export function allFaults(trace: readonly Call[], modes: readonly Mode[] = MODES): Fault[] {
  return trace.flatMap((call, at) =>
    modes.flatMap((mode) => {
      const index = at + 1;
      const endings = endingsOf(mode);
      const failures = failuresOf(mode, call);
      const turn = index + MODES.indexOf(mode);
      const usual = { index, mode, failure: turnOf(failures, turn), ending: turnOf(endings, turn) };
      if (!call.lasting || call.party === "ours") return [usual];
      return endings.flatMap((ending) =>
        failures.map((failure): Fault => ({ index, mode, failure, ending })),
      );
    }),
  );
}

const turnOf = <T>(list: readonly T[], turn: number): T => list[turn % list.length] as T;

/** Nobody overtakes a worker that lives: it holds the lease. */
const endingsOf = (mode: Mode): readonly Ending[] =>
  mode.startsWith("kill") ? ENDINGS : ENDINGS.slice(0, 2);

/** A database that has done something does not refuse it: its answer is lost with the connection. */
function failuresOf(mode: Mode, { party }: Call): readonly Failure[] {
  if (mode === "timeout-after") return ["timeout"];
  const mayRefuse =
    mode === "error-before" || (mode === "error-after" && (party === "notion" || party === "google"));
  return mayRefuse ? FAILURES : ["reset"];
}

/** So many of the faults, as the seed has it, taking turns among the modes and the kinds of call. */
export function sampleFaults(
  faults: readonly Fault[],
  trace: readonly Call[],
  { count, seed }: { readonly count: number; readonly seed: number },
): Fault[] {
  const random = new Random(seed);
  const groups = Map.groupBy(faults, ({ index, mode }) => {
    const call = trace[index - 1];
    return `${mode} ${call?.party} ${call?.lasting}`;
  });
  const chosen: Fault[] = [];
  const waiting = [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => [...group]);
  while (chosen.length < count && waiting.some((group) => group.length > 0))
    for (const group of waiting) if (chosen.length < count) chosen.push(...random.take(group, 1));
  return chosen.sort((a, b) => a.index - b.index);
}
