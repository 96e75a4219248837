import { decidedByWord } from "./setting";

const PROPOSALS: Record<string, string> = {
  "last-write-wins": "It was written last.",
  "hash (origins overlap)": "Written at about the same time; the hash picks it.",
  "hash (origin unknown)": "Which came last is not known; the hash picks it.",
};

/** Why a value is proposed, as a sentence. */
export function proposalReason(decidedBy: string): string {
  return PROPOSALS[decidedBy] ?? `${decidedByWord(decidedBy)}.`;
}

/** Which rule settled a conflict, as a sentence. */
export function settledSentence(decidedBy: string): string {
  const word = decidedByWord(decidedBy);
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}.`;
}

const SHARP_MS = 2 * 60_000;

/**
 * How well a value's moment is known: exactly enough to say it, only within an interval (it was there when we looked,
 * and not when we looked before), or not at all.
 */
export function momentKnown(after: string | null, before: string | null): "exact" | "interval" | "unknown" {
  if (before === null) return "unknown";
  return after !== null && Date.parse(before) - Date.parse(after) <= SHARP_MS ? "exact" : "interval";
}

/** Enough for one glance, for places that cannot draw a value: `no value`, `empty text`, the value, shortened. */
export function valueWord(value: null | boolean | string | readonly string[]): string {
  if (value === null) return "no value";
  if (value === "") return "empty text";
  const text =
    typeof value === "boolean"
      ? value
        ? "Yes"
        : "No"
      : typeof value === "string"
        ? value
        : value.join(", ");
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
