import fc from "fast-check";
import { expect, test } from "vitest";
import { targetsFirst } from "./targets-first";

const registry = (id: string, ...targets: string[]) => ({
  id,
  fields: [{}, ...targets.map((target) => ({ target }))],
});
const order = (...registries: ReturnType<typeof registry>[]) => targetsFirst(registries).map(({ id }) => id);

test.each([
  ["nothing points", [registry("a"), registry("b")], ["a", "b"]],
  ["one points at a later one", [registry("a", "b"), registry("b")], ["b", "a"]],
  ["a chain", [registry("a", "b"), registry("b", "c"), registry("c")], ["c", "b", "a"]],
  ["at one that is not due, and at itself", [registry("a", "x", "a"), registry("b")], ["a", "b"]],
  ["in a circle", [registry("a", "b"), registry("b", "a"), registry("c")], ["b", "a", "c"]],
] as const)("%s", (_case, registries, expected) => {
  expect(order(...registries)).toEqual(expected);
});

test("every registry comes out once, and without a circle never before its target", () => {
  const graph = fc
    .array(fc.array(fc.nat(9), { maxLength: 3 }), { maxLength: 10 })
    .map((targets) =>
      targets.map((own, at) => registry(String(at), ...own.filter((to) => to < at).map(String))),
    );
  fc.assert(
    fc.property(graph, fc.gen(), (registries, gen) => {
      const shuffled = gen(fc.shuffledSubarray, registries, {
        minLength: registries.length,
        maxLength: registries.length,
      });
      const found = order(...shuffled);
      expect(found.toSorted()).toEqual(registries.map(({ id }) => id).toSorted());
      for (const { id, fields } of registries) {
        const targets = fields.flatMap((field) => ("target" in field ? [field.target as string] : []));
        for (const target of targets) expect(found.indexOf(target)).toBeLessThan(found.indexOf(id));
      }
    }),
  );
});
