import { counted, formatCount } from "./count";
import { decidedByWord } from "./setting";

const MODES: Record<string, string> = {
  "create-only":
    "Records are never matched by key: each becomes a row of its own, and a key that two sides have is set aside.",
  "match-then-create": "Records with the same key are one row; every other record becomes a row of its own.",
  "match-only": "Records with the same key are one row; every other record is left alone where it is.",
};

/** What a match mode does, one sentence. */
export const matchModeSentence = (mode: string): string => MODES[mode] ?? mode;

const REASONS: Record<string, string> = {
  "first sync": "the side set to win",
  "only value": "the only side with a value",
  united: "the sets are united",
  manual: "waits for a person",
  validation: "the other value breaks a rule",
};

/** Why a value stands where the records of a pair differ. */
export const pairReason = (why: string): string => REASONS[why] ?? decidedByWord(why);

const COLLISIONS: Record<string, { word: string; remedy: string }> = {
  "duplicate-key": {
    word: "One key, several records on one side",
    remedy:
      "Give each of these records a key of its own, or delete all but one; then make the dry run again.",
  },
  "key-exists": {
    word: "The key is on another side too",
    remedy:
      "This registry never matches by key. Let it match, give one of the records another key, or leave both as they are.",
  },
  "empty-key": {
    word: "No key",
    remedy: "Fill in the key; until then the record is left as it is.",
  },
};

export const collisionWord = (reason: string): string => COLLISIONS[reason]?.word ?? reason;
export const collisionRemedy = (reason: string): string => COLLISIONS[reason]?.remedy ?? "";

interface Estimate {
  readonly writes: number;
  readonly batches: number;
  readonly callsPerBatch: number;
  readonly rowsPerCall: number;
  readonly calls: number;
  readonly callsPerMinute: number | null;
  readonly seconds: number | null;
}

/** What writing to a side will cost, with the numbers it is made of: `7 writes take 8 calls (...): about 3 s`. */
export function estimateSentence(estimate: Estimate): string {
  const { writes, batches, callsPerBatch, rowsPerCall, calls, callsPerMinute, seconds } = estimate;
  if (writes === 0) return "Nothing to write.";
  const besides = batches * callsPerBatch;
  const parts = [
    rowsPerCall === 1 ? "one for each row" : `up to ${formatCount(rowsPerCall)} rows in each`,
    ...(besides > 0 ? [`${formatCount(besides)} besides`] : []),
  ];
  const cost = `${counted(writes, "write takes", "writes take")} ${counted(calls, "call")} (${parts.join(", ")})`;
  if (callsPerMinute === null || seconds === null) return `${cost}. This system names no limit.`;
  return `${cost}: about ${duration(seconds)} at ${formatCount(callsPerMinute)} calls a minute.`;
}

/** Seconds as people say them: `40 s`, `12 min`, `3 h`. */
export function duration(seconds: number): string {
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
