import { setTimeout } from "node:timers/promises";

/** Polls until `look` answers something truthy; fails after `withinMs`. */
export async function until<T>(
  what: string,
  look: () => Promise<T> | T,
  withinMs = 30_000,
): Promise<NonNullable<T>> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() > deadline) throw new Error(`waited in vain for: ${what}`);
    await setTimeout(15);
  }
}
