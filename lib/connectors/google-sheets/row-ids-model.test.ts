import fc from "fast-check";
import { expect, it } from "vitest";
import type { WriteOperation, Written } from "../connector";
import { NO_DEADLINE, readAll } from "../contract-session.test-kit";
import { openStock, type Stock } from "./stock.test-kit";

const GESTURES = [
  ...["sort", "move-row", "move-column", "insert-row", "rename-header", "insert-column"],
  ...["add", "edit", "rename", "copy", "remove", "delete-ids", "empty-id"],
] as const;
const OURS = ["write", "name", "name, answer lost", "name, nothing applied"] as const;

const step = fc.record({
  what: fc.oneof(fc.constantFrom(...GESTURES), fc.constantFrom(...OURS)),
  a: fc.nat(1_000),
  b: fc.nat(1_000),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Line {
  code: string;
  name: string;
  /** By what it was last seen to be found; null = it may be found by another from now on. */
  locator: string | null;
  /** Its id was written, or will be that which was seen. */
  named: boolean;
  /** Its key is not the one that its id was last written beside: of copies the uppermost is taken for it then. */
  renamed: boolean;
  copied: boolean;
}

/** A sheet, and the lines that must be in it: each with the identity that it was first seen under. */
class Model {
  readonly lines: Line[] = [];
  /** Ids that were written, with the line that each is of. */
  readonly #owners = new Map<string, Line>();
  #codes = 0;
  /** A key was given to another row since ids were last written: one such row is told, of two it is asked. */
  #reused = false;
  #free: string[] = [];

  constructor(readonly stock: Stock) {}

  /** A key that no line has: at times one that another had before. */
  #key(b: number): string {
    const again = b % 3 === 0 && !this.#reused ? this.#free.pop() : undefined;
    if (again !== undefined) this.#reused = true;
    this.#codes += 1;
    return again ?? `k${this.#codes}`;
  }

  #rowOf({ code }: Line): number {
    const column = this.stock.columnOf("code");
    return this.stock.screen().findIndex((row, at) => at > 0 && row[column] === code);
  }

  #type(row: number, field: string, value: string): void {
    this.stock.hand("edit-cell", { row, column: this.stock.columnOf(field), value });
  }

  #add(row: number, code: string, name: string, copied = false): void {
    this.#type(row, "code", code);
    this.#type(row, "name", name);
    this.lines.push({ code, name, locator: null, named: false, renamed: false, copied });
  }

  async do({ what, a, b }: Step): Promise<void> {
    if (what === "write") return this.#write(a, b);
    if (what.startsWith("name")) return this.#name(what);
    const { stock, lines } = this;
    const bottom = stock.screen().length;
    const line = lines[a % Math.max(1, lines.length)];
    if (what === "add" || !line) return this.#add(bottom, this.#key(b), `n${b}`);
    // With its original gone, renamed or without id, a copy that has no id yet is taken for it.
    const isCopied = lines.some(({ named, copied }) => copied && !named);
    if (isCopied && ["rename", "remove", "empty-id"].includes(what)) await this.#name("name");
    const row = this.#rowOf(line);
    const gestures: Partial<Record<Step["what"], () => unknown>> = {
      sort: () => stock.hand("sort", { column: stock.columnOf("name"), descending: b % 2 === 0 }),
      "move-row": () => stock.hand("move-row", { row, to: 1 + (b % (bottom - 1)) }),
      "move-column": () => stock.hand("move-column", { column: a % 4, to: b % 5 }),
      "insert-row": () => stock.hand("insert-row", { row }),
      "insert-column": () => stock.hand("insert-column", { column: b % 3, header: `Extra ${a} ${b}` }),
      "rename-header": () => line.named && stock.rename?.("name", `Name ${a} ${b}`),
      edit: () => {
        line.name = `e${b}`;
        this.#type(row, "name", line.name);
      },
      rename: () => this.#rename(line, row, b),
      copy: () => {
        if (line.renamed) return;
        stock.hand("copy-paste-row", { row, to: bottom });
        this.#add(bottom, this.#key(1), line.name, true);
      },
      remove: () => this.#remove(line, row),
      "delete-ids": () => this.#loseIds("delete-ids", line),
      "empty-id": () => this.#loseIds("empty-id", line),
    };
    await gestures[what]?.();
  }

  #rename(line: Line, row: number, b: number): void {
    const before = line.code;
    line.code = this.#key(b);
    line.renamed = true;
    this.#free.push(before);
    if (!line.named) line.locator = null;
    this.#type(row, "code", line.code);
  }

  #remove(line: Line, row: number): void {
    this.stock.hand("delete-rows", { rows: [row] });
    this.lines.splice(this.lines.indexOf(line), 1);
    this.#free.push(line.code);
  }

  #loseIds(what: string, line: Line): void {
    const column = (this.stock.screen()[0] ?? []).indexOf("ChittySync id");
    if (column === -1) return;
    const lost = what === "delete-ids" ? this.lines : [line];
    if (what === "delete-ids") this.stock.hand("delete-column", { column });
    else this.stock.hand("edit-cell", { row: this.#rowOf(line), column, value: "" });
    for (const each of lost) Object.assign(each, { locator: null, named: false, renamed: false });
  }

  async #name(what: string): Promise<void> {
    if (what !== "name") this.stock.fault(what.endsWith("lost") ? "503-after" : "503-before", "POST");
    await this.stock.nameRecords().catch(() => {});
    if (what !== "name") this.stock.hand("clear-faults");
    if (!what.endsWith("applied")) this.#named();
  }

  #named(): void {
    for (const each of this.lines) Object.assign(each, { named: true, renamed: false });
    this.#reused = false;
    this.#free = [];
  }

  async #write(a: number, b: number): Promise<void> {
    const line = this.lines[a % Math.max(1, this.lines.length)];
    const made: Line = {
      code: this.#key(b),
      name: `w${b}`,
      locator: null,
      named: false,
      renamed: false,
      copied: false,
    };
    const operations: WriteOperation[] = [
      { op: "create", id: "create", cells: { code: made.code, name: made.name } },
    ];
    const doomed =
      this.lines.length > 3 ? this.lines.find((each) => each !== line && each.locator) : undefined;
    if (line?.locator) {
      const { locator, name, code } = line;
      operations.push({
        ...{ op: "update", id: "update", locator, cells: { name: `u${b}` }, expect: { name }, key: { code } },
      });
    }
    if (doomed?.locator) {
      const { locator, name, code } = doomed;
      operations.push({ op: "delete", id: "delete", locator, expect: { name }, key: { code } });
    }
    const { written, stopped } = await this.stock.side().write(operations, NO_DEADLINE);
    expect(stopped).toBeNull();
    expect(written.map(({ outcome }: Written) => outcome)).toEqual(operations.map(() => "done"));
    this.lines.push(made);
    if (line?.locator) line.name = `u${b}`;
    if (doomed) this.lines.splice(this.lines.indexOf(doomed), 1);
    this.#named();
  }

  /** Each line is read once, as it is, under the identity that it had; nobody else ever has that one. */
  async check(): Promise<void> {
    const { records, census } = await readAll(this.stock.side());
    expect(census).toEqual({ complete: true, total: this.lines.length });
    const shown = new Map(records.map((record) => [record.cells.code, record]));
    expect(shown.size).toBe(this.lines.length);
    for (const line of this.lines) {
      const record = shown.get(line.code);
      expect(record?.cells.name, line.code).toBe(line.name);
      const locator = record?.locator ?? "";
      if (line.locator !== null) expect(locator, line.code).toBe(line.locator);
      expect(this.#owners.get(locator) ?? line, locator).toBe(line);
      // What was never written says no more than the key does.
      if (line.named) this.#owners.set(locator, line);
      line.locator = locator;
    }
  }
}

it("whatever people and we do to a sheet, no row is lost, doubled or taken for another", {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const stock = await openStock([], ["number"], "ids");
      try {
        const model = new Model(stock);
        for (const code of ["x", "y", "z"])
          await model.do({ what: "add", a: 0, b: code.charCodeAt(0) * 3 + 1 });
        for (const each of steps) {
          await model.do(each);
          await model.check();
        }
      } finally {
        await stock.dispose();
      }
    }),
    { numRuns: 40 },
  );
});
