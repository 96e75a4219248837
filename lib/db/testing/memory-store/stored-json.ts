/** JSON as a jsonb column keeps it: members that are undefined gone, the others in Postgres' order, nothing to mutate. */

const known = new WeakSet<object>();

/**
 * A deep frozen copy of `value` as jsonb would give it back. What came from here before is returned as it is. Throws
 * like Postgres for a text that no column can hold.
 */
export function storedJson<T>(value: T): T {
  return copyOf(value) as T;
}

function copyOf(value: unknown): unknown {
  if (typeof value === "string") return storedText(value);
  if (typeof value !== "object" || value === null) return value === undefined ? null : finite(value);
  if (known.has(value)) return value;
  if (value instanceof Date) return value.toJSON();
  const copy = Object.freeze(Array.isArray(value) ? value.map(copyOf) : membersOf(value));
  known.add(copy);
  return copy;
}

function membersOf(value: object): Record<string, unknown> {
  const names = Object.keys(value);
  if (!isInOrder(names)) names.sort(byMember);
  const copy: Record<string, unknown> = {};
  for (const name of names) {
    const member = (value as Record<string, unknown>)[name];
    if (member !== undefined) copy[name] = copyOf(member);
  }
  return copy;
}

function isInOrder(names: readonly string[]): boolean {
  for (let at = 1; at < names.length; at += 1)
    if (byMember(names[at - 1] ?? "", names[at] ?? "") > 0) return false;
  return true;
}

/** Jsonb keeps members by length, then by their bytes. */
const byMember = (a: string, b: string): number => bytesOf(a) - bytesOf(b) || compareText(a, b);

/** Most names are ASCII, and the store asks for a great many of them. */
function bytesOf(name: string): number {
  for (let at = 0; at < name.length; at += 1) if (name.charCodeAt(at) > 127) return Buffer.byteLength(name);
  return name.length;
}

const finite = (value: unknown): unknown =>
  typeof value === "number" && !Number.isFinite(value) ? null : value;

/** A text for jsonb; Postgres refuses the null character and halves of surrogate pairs there. */
function storedText(text: string): string {
  if (text.includes("\u0000") || !text.isWellFormed()) {
    throw Object.assign(new Error("unsupported Unicode escape sequence"), { code: "22P05" });
  }
  return text;
}

/** Whether two stored values are equal as jsonb values are. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.keys(a), Object.keys(b)];
  if (left.length !== right.length) return false;
  return left.every(
    (name) =>
      Object.hasOwn(b, name) &&
      sameJson((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name]),
  );
}

/** The order of `collate "C"`: that of the texts' UTF-8 bytes, which is that of their code points. */
export function compareText(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at += 1) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Code units in the order of the code points that they belong to: surrogates stand for the greatest. */
const rank = (unit: number): number =>
  unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit;
