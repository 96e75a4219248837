/** One measured number. `goal` is text such as ">= 80000"; null = measured for information only. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: string | null;
  /** Whether the goal is met; a figure without a goal cannot miss it. */
  readonly ok: boolean;
}

export const informative = (name: string, value: number, unit: string): Figure => ({
  name,
  value: rounded(value),
  unit,
  goal: null,
  ok: true,
});

export const atLeast = (name: string, value: number, [goal, unit]: readonly [number, string]): Figure => ({
  name,
  value: rounded(value),
  unit,
  goal: `>= ${goal}`,
  ok: value >= goal,
});

export const atMost = (name: string, value: number, [goal, unit]: readonly [number, string]): Figure => ({
  name,
  value: rounded(value),
  unit,
  goal: `<= ${goal}`,
  ok: value <= goal,
});

/** Three significant digits: more would claim what a busy machine cannot repeat. */
const rounded = (value: number): number => Number(value.toPrecision(3));

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** The least value that `percent` of the values do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0;
}

/** The figures for people, one per line. */
export function table(figures: readonly Figure[]): string {
  const name = Math.max(...figures.map((figure) => figure.name.length));
  const value = Math.max(...figures.map((figure) => shown(figure.value).length));
  const lines = figures.map((figure) => {
    const verdict = figure.goal === null ? "" : `  ${figure.goal}  ${figure.ok ? "met" : "MISSED"}`;
    const unit = verdict ? figure.unit.padEnd(12) : figure.unit;
    return `  ${figure.name.padEnd(name)}  ${shown(figure.value).padStart(value)} ${unit}${verdict}`;
  });
  return lines.join("\n");
}

const shown = (value: number): string => value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
