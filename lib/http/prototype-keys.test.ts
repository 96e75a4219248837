import { describe, expect, test } from "vitest";
import { allOperations } from "./operations/all";
import { readBody } from "./read-body";

/** Keys that reach a prototype where an object is filled key by key. */
const KEYS = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "__defineSetter__",
];
const POISON = { polluted: 1, prototype: { polluted: 1 } };

/** The value with such a key in one object of it after another, as JSON would bring it: as the object's own. */
function poisoned(value: unknown, key: string): unknown[] {
  if (Array.isArray(value))
    return value.flatMap((member, at) => poisoned(member, key).map((bad) => value.with(at, bad)));
  if (typeof value !== "object" || value === null) return [];
  const entries = Object.entries(value);
  const own = (pairs: readonly (readonly [string, unknown])[]) =>
    JSON.parse(
      `{${pairs.map(([name, each]) => `${JSON.stringify(name)}:${JSON.stringify(each)}`).join(",")}}`,
    );
  return [
    own([...entries, [key, POISON]]),
    ...entries.flatMap(([name, inner], at) =>
      poisoned(inner, key).map((bad) => own(entries.with(at, [name, bad]))),
    ),
  ];
}

/** Whether some object in it has got another prototype than the plain one, or none. */
function isBent(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isBent);
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return (prototype !== Object.prototype && prototype !== null) || Object.values(value).some(isBent);
}

const bodies = allOperations.filter(({ body, example }) => body !== null && example !== undefined);

describe("bodies of the API with keys of prototypes", () => {
  test("are made for many operations", () => expect(bodies.length).toBeGreaterThanOrEqual(10));

  test.each(bodies.map((each) => [each.id, each] as const))(
    "%s changes nothing but its own input",
    async (_, { body, example }) => {
      for (const value of KEYS.flatMap((key) => poisoned(example, key))) {
        const init = {
          method: "POST",
          body: JSON.stringify(value),
          headers: { "content-type": "application/json" },
        };
        const read = await readBody(new Request("https://app.example.com/", init));
        if (!read.ok) expect.fail("a body that is JSON was not read");
        const parsed = body?.safeParse(read.value);
        if (parsed?.success) expect(isBent(parsed.data), JSON.stringify(value)).toBe(false);
        expect(Reflect.get({}, "polluted")).toBeUndefined();
        expect(Object.hasOwn(Function.prototype, "polluted")).toBe(false);
      }
    },
  );

  test.each(allOperations.map((each) => [each.id, each] as const))(
    "%s takes no such parameter",
    (_, { query }) => {
      for (const key of KEYS) {
        const asked = Object.fromEntries([[key, "1"]]);
        const parsed = query.safeParse(asked);
        if (parsed.success) expect(isBent(parsed.data)).toBe(false);
        expect(Reflect.get({}, "polluted")).toBeUndefined();
      }
    },
  );
});
