import { DRIVE_SHAPES } from "./drive-shapes";
import { badField } from "./errors";
import { SHAPES } from "./shapes";

/**
 * Checks a request's JSON against a named shape and answers as the JSON transcoder does: 400 with the path in
 * snake case for a field that does not exist or a value of the wrong kind. Numeric texts become numbers in place.
 */
export function checkShape(body: unknown, shape: string): void {
  const violations: Violation[] = [];
  if (body === null || typeof body !== "object" || Array.isArray(body))
    throw badField("", "Invalid JSON payload received. Unexpected token.");
  walk(body as Record<string, unknown>, shape, "", violations);
  const first = violations[0];
  if (first === undefined) return;
  const error = badField(first.field, violations.map((one) => one.description).join("\n"));
  const detail = error.details[0] as { fieldViolations: unknown[] };
  detail.fieldViolations = violations.map(({ field, description }) => ({
    ...(field === "" ? {} : { field }),
    description,
  }));
  throw error;
}

interface Violation {
  readonly field: string;
  readonly description: string;
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function walk(value: Record<string, unknown>, shape: string, at: string, found: Violation[]): void {
  const fields = SHAPES[shape] ?? DRIVE_SHAPES[shape];
  if (fields === undefined) throw new Error(`no shape ${shape}`);
  for (const [name, below] of Object.entries(value)) {
    const kind = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const path = at === "" ? snake(name) : `${at}.${snake(name)}`;
    if (kind === undefined) {
      const where = at === "" ? "" : ` at '${at}'`;
      const description = `Invalid JSON payload received. Unknown name "${name}"${where}: Cannot find field.`;
      found.push({ field: at, description });
    } else if (below !== null && below !== undefined) {
      if (kind.startsWith("[]")) {
        if (!Array.isArray(below)) found.push(wrong(path, kind, below));
        else
          for (const [index, one] of below.entries())
            checkOne(
              { holder: below, key: index, kind: kind.slice(2), path: `${path}[${index}]`, value: one },
              found,
            );
      } else checkOne({ holder: value, key: name, kind, path, value: below }, found);
    }
  }
}

interface Slot {
  readonly holder: Record<string | number, unknown> | unknown[];
  readonly key: string | number;
  readonly kind: string;
  readonly path: string;
  readonly value: unknown;
}

function checkOne(slot: Slot, found: Violation[]): void {
  const { kind, value, path } = slot;
  if (kind === "any") return;
  if (/^[A-Z][a-z]/.test(kind)) {
    if (value === null || typeof value !== "object" || Array.isArray(value))
      found.push(wrong(path, kind, value));
    else walk(value as Record<string, unknown>, kind, path, found);
    return;
  }
  if (kind === "int" || kind === "number") {
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    const fits =
      kind === "int"
        ? Number.isInteger(number) && Math.abs(Number(number)) <= 2 ** 31
        : Number.isFinite(number);
    if (typeof number !== "number" || !fits) found.push(wrong(path, kind, value));
    else (slot.holder as Record<string | number, unknown>)[slot.key] = number;
    return;
  }
  const good = kind.includes("|")
    ? kind.split("|").includes(String(value))
    : kind === "bool"
      ? typeof value === "boolean"
      : kind === "object"
        ? typeof value === "object" && value !== null && !Array.isArray(value)
        : typeof value === "string";
  if (!good) found.push(wrong(path, kind, value));
}

const TYPE_NAMES: Record<string, string> = {
  int: "TYPE_INT32",
  number: "TYPE_DOUBLE",
  bool: "TYPE_BOOL",
  string: "TYPE_STRING",
};

function wrong(path: string, kind: string, value: unknown): Violation {
  const type = TYPE_NAMES[kind] ?? (kind.includes("|") ? "TYPE_ENUM" : "type.googleapis.com message");
  const shown = JSON.stringify(value)?.slice(0, 80) ?? "";
  return { field: path, description: `Invalid value at '${path}' (${type}), ${shown}` };
}
