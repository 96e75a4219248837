import { afterAll, describe, expect, test } from "vitest";
import { formulaPool } from "./formula-pool";

afterAll(() => formulaPool.close());

/** Everything that a formula can hold in its hand, and what it can only hope for. */
const ROOTS = [
  "row",
  "before",
  "row.text",
  "row.list",
  "row.number",
  "row.inner",
  "'text'",
  "b'bytes'",
  "[1]",
  "{'a': 1}",
  "1",
  "1.5",
  "true",
  "null",
  "type(1)",
  "dyn(row)",
  "timestamp(0)",
  "duration('1s')",
  "this",
  "globalThis",
  "process",
  "google.protobuf.Struct{}",
];

const NAMES = [
  "constructor",
  "__proto__",
  "prototype",
  "__defineGetter__",
  "__lookupGetter__",
  "hasOwnProperty",
  "toString",
  "valueOf",
  "toJSON",
  "then",
  "call",
  "apply",
  "bind",
  "arguments",
  "caller",
  "get",
  "entries",
  "env",
  "mainModule",
];

/** None of them may hold: each asks for something that no data has. */
const FORMS: readonly ((root: string, name: string) => string)[] = [
  (root, name) => `${root}.${name} != null`,
  (root, name) => `${root}['${name}'] != null`,
  (root, name) => `has(${root}.${name})`,
  (root, name) => `'${name}' in ${root}`,
  (root, name) => `[${root}].exists(x, x.${name} != null)`,
  (root, name) => `${root}.${name}('return process')() != null`,
  (root, name) => `${root}.${name}() != null`,
  (root, name) => `dyn(${root}).${name}.${name} != null`,
  (root, name) => `${root}['${name.slice(0, 3)}' + '${name.slice(3)}'] != null`,
  (root, name) => `string(${root}.${name}) != ''`,
];

const ESCAPES = ROOTS.flatMap((root) => NAMES.flatMap((name) => FORMS.map((form) => form(root, name))));

const ROW = JSON.stringify({
  row: { text: "a", list: [1, 2], number: 3, inner: { deep: [{}] } },
  before: { text: "b", list: [], number: 0, inner: {} },
});

/** Whatever of this process a formula could change for everybody. */
const shared = () =>
  [
    Object.prototype,
    Array.prototype,
    Function.prototype,
    String.prototype,
    Map.prototype,
    Promise.prototype,
    globalThis,
  ].map((each) => Reflect.ownKeys(each).map(String).sort());

describe("a formula", () => {
  test("has thousands of ways to try", () => expect(ESCAPES.length).toBeGreaterThanOrEqual(200));

  test("gets hold of nothing but its row, and changes nothing", { timeout: 60_000 }, async () => {
    const before = shared();
    const held: string[] = [];
    for (let from = 0; from < ESCAPES.length; from += 400) {
      const part = ESCAPES.slice(from, from + 400);
      const [outcomes = []] = await formulaPool.evaluate(part, [ROW]);
      expect(outcomes).toHaveLength(part.length);
      held.push(...part.filter((_, at) => !["fails", "unevaluable"].includes(outcomes[at] ?? "")));
    }
    expect(held).toEqual([]);
    expect(shared()).toEqual(before);
    expect(await formulaPool.evaluate(["row.number == 3", "{}.size() == 0"], [ROW])).toEqual([
      ["holds", "holds"],
    ]);
  });

  test("reads a row's keys as data, whatever they are called", async () => {
    const keys = `"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "toString": 7`;
    const row = `{"row": {${keys}, "list": [{${keys}}]}, "before": {"__proto__": {"polluted": 1}}}`;
    const formulas = [
      "row['toString'] == 7",
      "row['__proto__']['polluted'] == 1",
      "row.list[0]['toString'] == 7",
      "has(row.polluted)",
      "has(before.polluted)",
      "'polluted' in row.list[0]",
      "{}.polluted == 1",
      "{'a': 1}['polluted'] == 1",
    ];
    const [outcomes] = await formulaPool.evaluate(formulas, [row]);
    expect(outcomes?.slice(0, 3)).toEqual(["holds", "holds", "holds"]);
    expect(outcomes?.slice(3)).not.toContain("holds");
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });
});
