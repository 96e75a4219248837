/** One line or one colour of bars in a drawing. */
export interface Series {
  readonly key: string;
  readonly word: string;
}

/** At one instant (ISO 8601) what each series was; null = not measured, which is drawn as a gap and never as 0. */
export interface ChartPoint {
  readonly at: string;
  readonly values: Readonly<Record<string, number | null>>;
}

export type ChartUnit = "ms" | "count" | "percent";

/** How the nth series looks: its colour, and without colour its dash, mark and pattern. */
export const SERIES_LOOKS = [
  { colour: "var(--series-1)", dash: "0", pattern: "solid" },
  { colour: "var(--series-2)", dash: "6 3", pattern: "stripes" },
  { colour: "var(--series-3)", dash: "2 3", pattern: "dots" },
  { colour: "var(--series-4)", dash: "8 3 2 3", pattern: "cross" },
] as const;

export type SeriesLook = (typeof SERIES_LOOKS)[number];

/** More series than looks begin again: take apart what has more than four. */
export const lookOf = (nth: number): SeriesLook => SERIES_LOOKS[nth % SERIES_LOOKS.length] ?? SERIES_LOOKS[0];
