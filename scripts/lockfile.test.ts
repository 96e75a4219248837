import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

interface Entry {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync(path.resolve(import.meta.dirname, "../package-lock.json"), "utf8")) as {
  packages: Record<string, Entry>;
};

/** Where Node would look for `name` from the package at `place`, nearest first. */
function places(place: string, name: string): string[] {
  const parts = place.split("/node_modules/");
  const own = parts.map(
    (_, at) => `${parts.slice(0, parts.length - at).join("/node_modules/")}/node_modules/${name}`,
  );
  return [...own, `node_modules/${name}`];
}

test("the lock names every optional package, so that npm ci works on every platform", () => {
  const missing: string[] = [];
  for (const [place, { optionalDependencies = {} }] of Object.entries(lock.packages))
    for (const name of Object.keys(optionalDependencies))
      if (!places(place, name).some((candidate) => candidate in lock.packages))
        missing.push(`${name} of ${place}`);
  expect(Object.keys(lock.packages).length).toBeGreaterThan(100);
  expect(missing).toEqual([]);
});
