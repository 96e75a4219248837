import type { Change } from "../change";

/** One thing's changes within a window: as it was at the first of them and as it is after the last. */
export interface Gathered {
  readonly change: Change;
  readonly authors: readonly string[];
  readonly openedAt: number;
  readonly lastAt: number;
}

/** Changes that wait for their window to end, so that one event tells of all of them, or none of nothing. */
export class Gathering {
  private open = new Map<string, Gathered>();

  get size(): number {
    return this.open.size;
  }

  add(change: Change, author: string, at: number): void {
    const id = (change.after ?? change.before)?.id ?? "";
    const begun = this.open.get(id);
    const joined = begun === undefined ? change : ({ ...change, before: begun.change.before } as Change);
    this.open.set(id, {
      change: joined,
      authors: [...new Set([...(begun?.authors ?? []), author])],
      openedAt: begun?.openedAt ?? at,
      lastAt: at,
    });
  }

  /** Takes out what was opened at `openedUntil` or before. */
  take(openedUntil: number): Gathered[] {
    const over = [...this.open].filter(([, gathered]) => gathered.openedAt <= openedUntil);
    for (const [id] of over) this.open.delete(id);
    return over.map(([, gathered]) => gathered);
  }
}
