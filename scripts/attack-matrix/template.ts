import { API_ROOT } from "@/lib/http/operation";
import { allOperations } from "@/lib/http/operations/all";
import { type Door, doorName } from "./doors";
import { ARGUMENTS, IDLE, type Kind, kindOf, QUERIES } from "./parameters";
import type { Ids } from "./place";
import type { Parameter } from "./read-source";

/**
 * A place in a request where an id goes, or another text of the caller's choice; `given`: what an action is otherwise
 * given by the table of arguments, whole or one text in it, which has to be refused in any other form.
 */
export interface Slot {
  readonly where: "path" | "query" | "argument" | "inside" | "given";
  readonly name: string;
  readonly kind: Kind;
  /** Of one in a body: the way to it. */
  readonly steps: readonly (string | number)[];
  /** What stands there if it is `given`. */
  readonly given?: unknown;
}

/** A request to a door with `:kind` where its ids go. */
export interface Template {
  readonly door: Door;
  readonly name: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Of an action: the list of its arguments. */
  readonly body: unknown;
  readonly slots: readonly Slot[];
}

/** A text that goes into a path as it is, so that what no encoding makes can stand there. */
export class AsSent {
  constructor(readonly text: string) {}
}

/** What is sent: a path with its query, and a body as JSON or an action's arguments. */
export interface Filled {
  readonly target: string;
  readonly body: unknown;
}

const PLACEHOLDER = /^:(org|con|reg|sid|run|row|cnf|iss|key|per|ops|inv|ses|idn|idp|drf|token|text|any)$/;
const PUBLIC_ID = /^(org|con|reg|sid|run|row|cnf|iss|key|per|ops|inv|ses|idn|idp|drf)_[0-9a-z]{26}$/;

/** The request that comes as far into a door as the tables of parameters.ts allow. */
export function templateOf(door: Door): Template {
  const name = doorName(door);
  const query = QUERIES[name] ?? {};
  const body = door.kind === "action" ? door.parameters.map((one) => argumentOf(door, one)) : exampleOf(door);
  const inPath = [...door.path.matchAll(/\{(\w+)\}/g)].map(
    ([, param = ""]): Slot => ({
      ...{ where: "path", name: param, kind: kindOf(param, name), steps: [] },
    }),
  );
  const inQuery = Object.entries(query).flatMap(([key, value]): Slot[] =>
    PLACEHOLDER.test(value) ? [{ where: "query", name: key, kind: value.slice(1) as Kind, steps: [] }] : [],
  );
  const { path } = door;
  const slots = [...inPath, ...inQuery, ...slotsIn(body, door, []), ...givenIn(body, door)];
  return { door, name, path, query, body, slots };
}

/** Of an action: each argument that is no id, and each text in it that is none. */
function givenIn(body: unknown, door: Door): Slot[] {
  if (door.kind !== "action") return [];
  return (body as readonly unknown[]).flatMap((given, at): Slot[] => {
    const name = door.parameters[at]?.name ?? "";
    if (name in IDLE || (typeof given === "string" && PLACEHOLDER.test(given))) return [];
    const whole: Slot = { where: "given", name, kind: "text", steps: [at], given };
    const texts = typeof given === "string" ? [] : textsIn(given, [at]);
    return [whole, ...texts.map((one): Slot => ({ ...one, where: "given", kind: "text" }))];
  });
}

function textsIn(
  value: unknown,
  steps: readonly (string | number)[],
): Pick<Slot, "name" | "steps" | "given">[] {
  if (typeof value === "string")
    return PLACEHOLDER.test(value) ? [] : [{ name: steps.join("/"), steps, given: value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    textsIn(member, [...steps, Array.isArray(value) ? Number(key) : key]),
  );
}

function argumentOf(door: Door, { name, members }: Parameter): unknown {
  const given = ARGUMENTS[`${door.action} ${name}`] ?? ARGUMENTS[name];
  const kind = kindOf(name, doorName(door));
  if (kind !== "any") return `:${kind}`;
  if (given !== undefined) return given;
  if (members.length === 0) return ":any";
  return Object.fromEntries(
    members.map((member) => [member, argumentOf(door, { name: member, members: [] })]),
  );
}

/** The example of the API's document, in which any public id is one that can be attacked. */
function exampleOf({ kind, path, method }: Door): unknown {
  if (kind !== "route" || method === "GET") return undefined;
  const operation = allOperations.find((one) => one.method === method && `${API_ROOT}${one.path}` === path);
  return (
    operation &&
    replaced(operation.example ?? {}, (text) => {
      const [, prefix] = PUBLIC_ID.exec(text) ?? [];
      return prefix === undefined ? text : `:${prefix}`;
    })
  );
}

function slotsIn(value: unknown, door: Door, steps: readonly (string | number)[]): Slot[] {
  if (typeof value === "string") {
    if (!PLACEHOLDER.test(value)) return [];
    const isArgument = door.kind === "action" && steps.length === 1;
    const name = isArgument ? (door.parameters[Number(steps[0])]?.name ?? "") : steps.join("/");
    return [{ where: isArgument ? "argument" : "inside", name, kind: value.slice(1) as Kind, steps }];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    slotsIn(member, door, [...steps, Array.isArray(value) ? Number(key) : key]),
  );
}

/** The template's request with these ids, and in one slot this value instead. */
export function filled(template: Template, ids: Ids, slot: Slot | null, value: unknown): Filled {
  const isThis = (where: Slot["where"], name: string) => slot?.where === where && slot.name === name;
  const idFor = (kind: Kind): string => ids[kind === "any" ? "reg" : kind];
  const path = template.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const own = template.slots.find((one) => one.where === "path" && one.name === name);
    if (isThis("path", name)) return value instanceof AsSent ? value.text : encodeURIComponent(String(value));
    return encodeURIComponent(idFor(own?.kind ?? "any"));
  });
  const query = new URLSearchParams();
  for (const [name, text] of Object.entries(template.query)) {
    const plain = text === ":text" ? "" : PLACEHOLDER.test(text) ? idFor(text.slice(1) as Kind) : text;
    for (const one of isThis("query", name) ? [value].flat() : [plain]) query.append(name, String(one));
  }
  const honest = replaced(template.body, (text) =>
    PLACEHOLDER.test(text) ? idFor(text.slice(1) as Kind) : text,
  );
  const isInBody = slot !== null && slot.steps.length > 0;
  const body = isInBody ? putAt(honest, slot.steps, value) : honest;
  return { target: `${path}${query.size > 0 ? `?${query}` : ""}`, body };
}

function putAt(inside: unknown, [step, ...others]: readonly (string | number)[], value: unknown): unknown {
  if (step === undefined) return value;
  const members = inside as Readonly<Record<string | number, unknown>>;
  const put = putAt(members[step], others, value);
  return Array.isArray(inside) ? inside.with(Number(step), put) : { ...members, [step]: put };
}

function replaced(value: unknown, replace: (text: string) => unknown): unknown {
  if (typeof value === "string") return replace(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((member) => replaced(member, replace));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, replaced(member, replace)]));
}
