import { setTimeout } from "node:timers/promises";

/** Polls until `look` answers something other than undefined, null or false; fails after `withinMs`. */
export async function until<T>(
  what: string,
  look: () => Promise<T> | T,
  withinMs = 30_000,
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== null && seen !== false) return seen as NonNullable<Exclude<T, false>>;
    if (Date.now() > deadline) throw new Error(`waited in vain for: ${what}`);
    await setTimeout(15);
  }
}
