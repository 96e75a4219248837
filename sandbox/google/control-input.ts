/** A command's input, read field by field. A missing or wrong field is an Error that names it. */
export class Input {
  constructor(readonly raw: Record<string, unknown>) {}

  text(name: string, otherwise?: string): string {
    const value = this.raw[name] ?? otherwise;
    if (typeof value !== "string") throw new Error(`${name}: text expected`);
    return value;
  }

  integer(name: string, otherwise?: number): number {
    const value = this.raw[name] ?? otherwise;
    if (typeof value !== "number" || !Number.isInteger(value))
      throw new Error(`${name}: whole number expected`);
    return value;
  }

  flag(name: string): boolean {
    return this.raw[name] === true;
  }

  /** Undefined when the field is absent. */
  optional<T>(name: string, read: (name: string) => T): T | undefined {
    return this.raw[name] === undefined ? undefined : read(name);
  }

  list(name: string): readonly unknown[] {
    const value = this.raw[name];
    if (!Array.isArray(value)) throw new Error(`${name}: list expected`);
    return value;
  }
}
