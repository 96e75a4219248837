import type { SideRecord } from "../connector";
import { Digests } from "./digests";
import { hashOf, rowHash } from "./fingerprint";
import type { Row } from "./link";
import { basisOf, parseMark, type ScanMark, scanMarkText } from "./mark";
import type { Table } from "./table";
import type { Tracking } from "./tracking";

/** The mark of a read that has read nothing yet. That of the log was made before, and holds for all pages. */
export function startOfTrail(table: Table, tracking: Tracking | null): string | null {
  if (tracking?.kind === "log") return tracking.mark;
  if (tracking?.kind !== "scan") return null;
  return scanMarkText({ of: basisOf(table.config, table), digests: new Digests() });
}

/**
 * Follows one page of a read. Without a log the mark is the digests of the rows as they were told: each page sees a
 * moment of its own, and a row that changes after its page differs from them even if it had just been as it is then.
 */
export class Trail {
  private readonly scan: ScanMark | null = null;
  private readonly text: string | null = null;

  /** `text` is the mark so far. */
  constructor(
    private readonly table: Table,
    text: string | null,
  ) {
    const mark = text === null ? null : parseMark(text);
    if (mark?.kind === "log") this.text = text;
    // A table that was altered between two pages has no mark.
    else if (mark?.of === basisOf(table.config, table)) this.scan = mark;
  }

  /** What a row is selected with, behind `output`. */
  get columns(): string {
    return this.scan ? `, ${rowHash(this.table)}` : "";
  }

  add({ locator }: SideRecord, row: Row): void {
    this.scan?.digests.add(locator, hashOf(this.table, row));
  }

  get mark(): string | null {
    return this.scan ? scanMarkText(this.scan) : this.text;
  }
}
