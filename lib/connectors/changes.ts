import type { SideRecord } from "./side-record";

/**
 * Reading what has changed since an earlier read, where a kind can tell it for less than reading everything.
 *
 * Contract, kept by `contract-changes.test-kit.ts`:
 * - A mark stands for a moment *before or at* the beginning of the read that gave it: what happened during that read
 *   is told by the next `changes`. It is plain text that survives restarts and another process.
 * - `changes` tells every record that was made or changed since the mark. It may tell more; the caller compares by
 *   content. It never tells less: where it cannot know, it ends `lost`, and the caller reads everything.
 * - `gone` is proof (the trash, a log of deletions), never a record merely not told.
 */
export interface ChangedPage {
  readonly records: readonly SideRecord[];
  /** Locators of records that are provably gone. One that is told as a record too has come back. */
  readonly gone: readonly string[];
  /** Opaque; null on the last page. */
  readonly next: string | null;
  /** On the last page only. */
  readonly end: ChangesEnd | null;
  readonly requests: number;
}

export type ChangesEnd =
  | {
      readonly kind: "known";
      /** What the next `changes` goes on from. */
      readonly mark: string;
      /**
       * Partitions of locators that were read whole: a known record of one of them that was not told may be gone. Kinds
       * that do not compare part by part read none.
       */
      readonly readWhole: readonly number[];
    }
  | { readonly kind: "lost"; readonly reason: string };
