/** As long as the name of a field or a column may be. */
const LONGEST = 100;

/** A column's name as a field or a column is called: no longer than names may be, and never empty. */
export const shortName = (name: string): string => name.trim().slice(0, LONGEST).trim() || "Field";

/** A name that none of these has, however long the column's is: one that is taken gets a number. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = shortName(name);
  for (let count = 2; taken.has(free); count += 1) {
    const number = ` ${count}`;
    free = `${shortName(name)
      .slice(0, LONGEST - number.length)
      .trim()}${number}`;
  }
  return free;
}
