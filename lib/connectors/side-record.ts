import type { Cells } from "@/lib/engine/value";

/** One record as a side holds it, in canonical form; relation cells hold the side's own references. */
export interface SideRecord {
  /** Finds the record again: page id, primary key, or key text. Opaque to everyone else. */
  readonly locator: string;
  readonly cells: Cells;
  /** Field ids whose value could not be read, with the reason. They have no entry in `cells`. */
  readonly unknown: Readonly<Record<string, string>>;
  /** When the system says the record last changed, in ms, with the grain it rounds down to; null = it does not say. */
  readonly changedAt: { readonly at: number; readonly grainMs: number } | null;
  /** Who changed it last, by the system's own id, which `people` turns into a name; left out where it does not say. */
  readonly changedBy?: string | null;
}
