import { counted, formatCount } from "./count";
import { duration } from "./matching";

interface Budget {
  readonly what: string;
  readonly perMinute: number;
  readonly used: number;
}

/** What was used of a connection's calls: `2 of 60 reads and 1 of 60 writes in the last minute`. */
export const budgetSentence = (budgets: readonly Budget[]): string =>
  `${budgets
    .map(({ what, perMinute, used }) => `${formatCount(used)} of ${formatCount(perMinute)} ${what}`)
    .join(" and ")} in the last minute.`;

/** What runs have yet to write, and how long it takes: `1,200 writes wait: about 7 min.` */
export const backlogSentence = ({
  writes,
  seconds,
}: {
  readonly writes: number;
  readonly seconds: number;
}): string => `${counted(writes, "write")} ${writes === 1 ? "waits" : "wait"}: about ${duration(seconds)}.`;
