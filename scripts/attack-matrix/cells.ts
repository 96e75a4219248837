import { newUuid, publicId } from "@/lib/ids";
import { type Kind, PUBLIC } from "./parameters";
import type { Asker, Ids, Place } from "./place";
import { AsSent, type Slot, type Template } from "./template";

/** One question of the matrix: does this asker get with this value what he gets with an id that nothing has? */
export interface Cell {
  readonly template: Template;
  readonly slot: Slot;
  readonly asker: Asker;
  readonly way: "browser" | "key" | "nobody";
  readonly attack: string;
  readonly value: unknown;
  /** What must be answered alike. */
  readonly missing: unknown;
}

const KINDS = "org con reg sid run row cnf iss key per ops inv ses idn idp drf token".split(" ") as Exclude<
  Kind,
  "any" | "text"
>[];

/** What is the other organization's id as it is: a list of one text is read as that text. */
const OPENS = /^(foreign|array)/;

/** Every cell of these doors. */
export function cellsOf(templates: readonly Template[], place: Place): Cell[] {
  return templates.flatMap((template) =>
    template.slots.flatMap((slot) => {
      const values = attacksOn(slot, place).filter(
        ({ attack }) => !(OPENS.test(attack) && PUBLIC.some((door) => door.test(template.name))),
      );
      return place.askers.flatMap((asker) =>
        waysOf(asker, template).flatMap((way) =>
          values.map((value) => ({ template, slot, asker, way, ...value })),
        ),
      );
    }),
  );
}

/** By which proofs of who he is an asker can come to a door. */
export function waysOf({ session, key }: Asker, { door }: Template): Cell["way"][] {
  if (session === null && key === null) return ["nobody"];
  const isApi = door.path.startsWith("/api/v1/");
  const byBrowser = session !== null && (!isApi || door.method === "GET");
  const byKey = key !== null && (isApi || session === null);
  return [...(byBrowser ? (["browser"] as const) : []), ...(byKey ? (["key"] as const) : [])];
}

interface Attack {
  readonly attack: string;
  readonly value: unknown;
  readonly missing: unknown;
}

function attacksOn(slot: Slot, { foreign, deleted }: Place): Attack[] {
  if (slot.where === "given") return otherForms(slot);
  const kinds = slot.kind === "any" ? KINDS : [slot.kind];
  const known = kinds.flatMap((kind) => {
    const missing = missingId(kind);
    if (kind === "text") return [];
    return [
      { attack: `foreign ${kind}`, value: foreign[kind], missing },
      { attack: `deleted ${kind}`, value: deleted[kind], missing },
    ];
  });
  const [kind = "reg"] = slot.kind === "any" ? (["reg"] as const) : kinds;
  return [...known, ...bentForms(slot, foreign, kind)];
}

/**
 * What an argument that is no id may not be. Nothing is to compare the answer with; but none may break, and nothing may
 * be done: the caller's own ids stand beside it.
 */
function otherForms({ given, steps }: Slot): Attack[] {
  const isText = typeof given === "string";
  const nul: [string, unknown][] = isText ? [["null byte", `${given}\0`]] : [];
  const others = Object.entries(NO_FORMS).filter(
    ([, value]) => typeof value === "object" || typeof value !== typeof given,
  );
  return [...nul, ...(steps.length > 1 ? [] : others)].map(([attack, value]) => ({
    ...{ attack, value, missing: value },
  }));
}

const NO_FORMS: Readonly<Record<string, unknown>> = {
  null: null,
  "a number": 7,
  "a text": "constructor",
  "a list": ["constructor"],
  "an object": { length: 30, constructor: 1 },
  "an object that has no text": { toString: 1 },
};

/**
 * Values that no id is. In a path or as an action's argument they are looked for like any other text, and answered like
 * an id that nothing has; inside of a body its schema may refuse the form, so there they are answered like the same
 * form made of such an id, and so is an argument that is a text and no id.
 */
function bentForms(slot: Slot, foreign: Ids, kind: Exclude<Kind, "any">): Attack[] {
  const missing = missingId(kind);
  const forms = { path: PATH_FORMS, query: QUERY_FORMS, argument: JSON_FORMS, inside: JSON_FORMS }[
    slot.where as Exclude<Slot["where"], "given">
  ];
  return Object.entries(forms).map(([attack, form]) => ({
    attack,
    value: form(foreign[kind]),
    missing: isIdAlone(slot) ? missing : form(missing),
  }));
}

/** An id that stands for itself, so that every form of it is one question with one answer. */
export const isIdAlone = ({ where, kind }: Slot): boolean =>
  where === "path" || (where === "argument" && kind !== "text");

const TEXT_FORMS: Readonly<Record<string, (id: string) => unknown>> = {
  malformed: (id) => `${id.slice(0, 4)}not-an-id`,
  ["__proto__"]: () => "__proto__",
  constructor: () => "constructor",
  "null byte": (id) => `${id}\0`,
  overlong: (id) => `${id}${"0".repeat(3000)}`,
};

const PATH_FORMS: typeof TEXT_FORMS = {
  ...TEXT_FORMS,
  array: (id) => JSON.stringify([id]),
  "no hex": (id) => new AsSent(`${id}%zz`),
  "a bare percent sign": (id) => new AsSent(`${id}%`),
  "half a letter": (id) => new AsSent(`${id}%E0%A4%A`),
};

const JSON_FORMS: typeof TEXT_FORMS = {
  ...TEXT_FORMS,
  array: (id) => [id],
  "object as long as an id": () => ({ length: 30 }),
  "object that has no text": () => ({ toString: 1 }),
  "object with __proto__": (id) => JSON.parse(`{"__proto__":"${id}"}`),
};

const QUERY_FORMS: typeof TEXT_FORMS = { ...TEXT_FORMS, array: (id) => [id, id] };

/** Of the right form, and nothing's. */
function missingId(kind: Exclude<Kind, "any">): string {
  if (kind === "text") return "9.9.9.json";
  return kind === "token" ? newUuid() : publicId(kind, newUuid());
}
