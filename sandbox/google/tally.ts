/** How often each method was called, refused calls included. */
export class Tally {
  private byMethod = new Map<string, number>();
  private reads = 0;
  private writes = 0;

  count(method: string, metering: "read" | "write" | "none"): void {
    this.byMethod.set(method, (this.byMethod.get(method) ?? 0) + 1);
    if (metering === "read") this.reads++;
    if (metering === "write") this.writes++;
  }

  /** `reads` and `writes` are Sheets calls; `total` adds Drive's and OAuth's. */
  counts(): { reads: number; writes: number; total: number; byMethod: Record<string, number> } {
    const total = [...this.byMethod.values()].reduce((sum, one) => sum + one, 0);
    return { reads: this.reads, writes: this.writes, total, byMethod: Object.fromEntries(this.byMethod) };
  }

  reset(): void {
    this.byMethod = new Map();
    this.reads = 0;
    this.writes = 0;
  }
}
