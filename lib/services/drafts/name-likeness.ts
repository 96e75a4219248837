/** A name without what people write differently: case, spaces, punctuation, Unicode forms. */
export const plainName = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");

/** Beyond it names are compared by their beginning: the work is their lengths multiplied. */
const MOST_CHARACTERS = 100;

/** How alike two names are, 0 to 1; 1 = the same but for how they are written. */
export function likenessOf(one: string, other: string): number {
  const [a, b] = [plainName(one).slice(0, MOST_CHARACTERS), plainName(other).slice(0, MOST_CHARACTERS)];
  if (a === "" || b === "") return 0;
  if (a === b) return 1;
  const words = wordLikeness(wordsIn(one), wordsIn(other));
  const letters = 1 - distance(a, b) / Math.max(a.length, b.length);
  return Math.min(0.99, Math.max(words, letters));
}

const wordsIn = (name: string): string[] => [
  ...new Set(
    name
      .normalize("NFKC")
      .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length > 1),
  ),
];

/** All words of the shorter name are in the longer one: `city` in `city name`. */
function wordLikeness(one: readonly string[], other: readonly string[]): number {
  const [few, many] = one.length <= other.length ? [one, other] : [other, one];
  if (few.length === 0 || !few.every((word) => many.includes(word))) return 0;
  return many.length - few.length <= 1 ? 0.8 : few.length / many.length;
}

/** Letters that are changed, left out or put in to make the one of the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
