import type { Clock } from "../clock";
import type { Store } from "../store";
import type { FileEvent } from "./file-event";

const CHANGES = "google.change";

/** The last change of one file. A file that changes again moves to the end, so it is never told of twice. */
export interface LoggedChange {
  readonly sequence: number;
  readonly fileId: string;
  readonly time: number;
  /** Who knew the file: to them alone its disappearance is a change. */
  readonly people: readonly string[];
  readonly projects: readonly string[];
}

/** What `changes.list` reads. A page token is the sequence number of the next change. */
export class ChangeLog {
  private readonly byFile = new Map<string, LoggedChange>();
  private last = 0;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {
    for (const change of store.all<LoggedChange>(CHANGES)) {
      this.byFile.set(change.fileId, change);
      this.last = Math.max(this.last, change.sequence);
    }
  }

  record({ fileId, people, projects }: Pick<FileEvent, "fileId" | "people" | "projects">): void {
    const change: LoggedChange = {
      sequence: ++this.last,
      fileId,
      time: this.clock.now(),
      people,
      projects,
    };
    this.byFile.set(fileId, change);
    this.store.put(CHANGES, fileId, change);
  }

  /** The token of what is yet to come. */
  get next(): number {
    return this.last + 1;
  }

  from(token: number): LoggedChange[] {
    return [...this.byFile.values()]
      .filter((one) => one.sequence >= token)
      .sort((a, b) => a.sequence - b.sequence);
  }
}
