import type { ChartPoint, Series } from "@/components/ui/chart-series";
import type { FlowView } from "@/lib/services/registries/get-flow";

/** A drawing tells four colours apart; one is for what was not taken. */
const DRAWN = 3;

const NOT_TAKEN = "not-taken";
const OTHERS = "others";

/** Bars of the busiest directions, of all others together, and of what was not taken; each of these if there is any. */
export function drawnFlow(
  { directions, steps }: FlowView,
  words: readonly string[],
): { readonly series: readonly Series[]; readonly points: readonly ChartPoint[] } {
  const own = directions.length > DRAWN ? DRAWN - 1 : directions.length;
  const hasOthers = directions.length > own;
  const isAnyLost = directions.some(({ failed }) => failed > 0);
  const series = [
    ...directions.slice(0, own).map((_, at) => ({ key: String(at), word: words[at] ?? "" })),
    ...(hasOthers ? [{ key: OTHERS, word: "Other directions" }] : []),
    ...(isAnyLost ? [{ key: NOT_TAKEN, word: "Not taken" }] : []),
  ];
  const points = steps.map(({ at, done, failed }) => ({
    at,
    values: {
      ...Object.fromEntries(done.slice(0, own).map((count, nth) => [String(nth), count])),
      ...(hasOthers && { [OTHERS]: sum(done.slice(own)) }),
      ...(isAnyLost && { [NOT_TAKEN]: sum(failed) }),
    },
  }));
  return { series, points };
}

const sum = (counts: readonly number[]): number => counts.reduce((all, own) => all + own, 0);
