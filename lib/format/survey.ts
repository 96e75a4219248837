import { counted, formatCount } from "./count";

interface SurveyedSide {
  readonly side: string;
  readonly state: string;
  readonly rows: number;
  readonly isWhole: boolean | null;
  readonly incompleteBecause: string | null;
}

/** What numbers about a draft's rows stand on: how many rows of each place were read, and where that was not all. */
export function surveySentence(
  { sides }: { readonly sides: readonly SurveyedSide[] },
  titleOf: (side: string) => string,
): string {
  const read = sides.filter(({ state }) => state === "done");
  if (read.length === 0) return "No place has been read: nothing below is checked against rows.";
  const parts = read.map(({ side, rows, isWhole }) =>
    isWhole === false
      ? `the first ${formatCount(rows)} rows of ${titleOf(side)}`
      : `${counted(rows, "row")} of ${titleOf(side)}`,
  );
  const doubts = read.flatMap(({ incompleteBecause }) =>
    incompleteBecause === null ? [] : ` ${incompleteBecause}`,
  );
  return `Checked against ${parts.join(", ")}.${doubts.join("")}`;
}
