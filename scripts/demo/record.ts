import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

/** What the seed has made in this folder, so that a start after a kill goes on instead of making it twice. */
export class DemoRecord {
  private readonly made: Record<string, unknown>;

  constructor(private readonly file: string) {
    this.made = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>) : {};
  }

  async once<T>(name: string, make: () => Promise<T>): Promise<T> {
    if (Object.hasOwn(this.made, name)) return this.made[name] as T;
    const made = await make();
    this.made[name] = made;
    writeFileSync(`${this.file}.half`, JSON.stringify(this.made), { mode: 0o600 });
    renameSync(`${this.file}.half`, this.file);
    return made;
  }
}
