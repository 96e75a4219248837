/** How many requests came in, by method and path pattern, and how many of them changed something. */
export class Tally {
  private requests = new Map<string, number>();
  private written = 0;

  request(method: string, pattern: string): void {
    const name = `${method} ${pattern}`;
    this.requests.set(name, (this.requests.get(name) ?? 0) + 1);
  }

  write(): void {
    this.written++;
  }

  reset(): void {
    this.requests = new Map();
    this.written = 0;
  }

  counts(): { requests: Record<string, number>; writes: number; total: number } {
    const total = [...this.requests.values()].reduce((sum, count) => sum + count, 0);
    return { requests: Object.fromEntries(this.requests), writes: this.written, total };
  }
}
