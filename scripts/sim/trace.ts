import { createHash } from "node:crypto";

/** What happened, line by line. Lines name keys and sides, never generated ids, so that the same seed gives the same hash. */
export class Trace {
  private readonly hash = createHash("sha256");
  private readonly lines: string[] = [];

  constructor(private readonly keepsLines: boolean) {}

  add(line: string): void {
    this.hash.update(`${line}\n`);
    if (this.keepsLines) this.lines.push(line);
  }

  get text(): string {
    return this.lines.join("\n");
  }

  /** Ends the trace. */
  digest(): string {
    return this.hash.digest("hex");
  }
}
