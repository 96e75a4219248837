import { badField } from "./errors";

/** A parsed field mask: a tree of names. A leaf, and `*`, take everything below. */
export class FieldMask {
  private readonly children = new Map<string, FieldMask>();
  private all = false;

  static everything(): FieldMask {
    const mask = new FieldMask();
    mask.all = true;
    return mask;
  }

  get whole(): boolean {
    return this.all;
  }

  /** The mask below a name; nothing when the name is not selected. */
  under(name: string): FieldMask | undefined {
    return this.all ? this : this.children.get(name);
  }

  get names(): readonly string[] {
    return [...this.children.keys()];
  }

  /** The selected part of a JSON value; arrays are looked through. */
  pick<T>(value: T): T {
    if (this.all || value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map((one) => this.pick(one)) as T;
    const picked: Record<string, unknown> = {};
    for (const [name, below] of Object.entries(value)) {
      const mask = this.children.get(name);
      if (mask !== undefined && below !== undefined) picked[name] = mask.pick(below);
    }
    return picked as T;
  }

  add(path: readonly string[]): FieldMask {
    let mask: FieldMask = this;
    for (const name of path) {
      if (mask.all) return mask;
      if (name === "*") {
        mask.all = true;
        return mask;
      }
      const next = mask.children.get(name) ?? new FieldMask();
      mask.children.set(name, next);
      mask = next;
    }
    return mask;
  }

  /** Marks what a path ends in as wholly selected. */
  select(path: readonly string[]): void {
    this.add(path).all = true;
  }
}

/** Parses `a,b(c,d.e),f/g`. 400 naming `field` when the text is no mask. */
export function parseMask(text: string, field: string): FieldMask {
  const mask = new FieldMask();
  const bad = () => badField(field, `Invalid field mask: ${text.slice(0, 200)}`);
  const paths: string[][] = [[]];
  let pending: string[] = [];
  const finish = (): void => {
    if (pending.length > 0) mask.select([...(paths.at(-1) ?? []), ...pending]);
    pending = [];
  };
  for (const token of text.match(/[A-Za-z_]\w*|\*|[(),./]|\s+|./gs) ?? []) {
    if (/^\s+$/.test(token) || token === "." || token === "/") continue;
    if (token === ",") finish();
    else if (token === "(") {
      paths.push([...(paths.at(-1) ?? []), ...pending]);
      pending = [];
    } else if (token === ")") {
      finish();
      if (paths.length === 1) throw bad();
      paths.pop();
    } else if (/^(\w+|\*)$/.test(token)) pending.push(camel(token));
    else throw bad();
  }
  finish();
  if (paths.length !== 1 || (mask.names.length === 0 && !mask.whole)) throw bad();
  return mask;
}

const camel = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

type Plain = Readonly<Record<string, unknown>>;

/** `target` with the masked fields taken from `source`; a masked field that `source` lacks is cleared. */
export function assignMasked(target: Plain, source: Plain, mask: FieldMask): Plain {
  if (mask.whole) return source;
  const result: Record<string, unknown> = { ...target };
  for (const name of mask.names) {
    const below = mask.under(name);
    const from = source[name];
    const isObject = (value: unknown): value is Plain =>
      value !== null && typeof value === "object" && !Array.isArray(value);
    const next =
      below === undefined || below.whole
        ? from
        : assignMasked(isObject(result[name]) ? result[name] : {}, isObject(from) ? from : {}, below);
    if (next === undefined || (isObject(next) && Object.keys(next).length === 0)) delete result[name];
    else result[name] = next;
  }
  return result;
}
