import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { importsOf } from "./testing/use-case-source";

const ROOT = path.resolve(import.meta.dirname, "../..");

const textOf = (file: string): string => readFileSync(path.join(ROOT, file), "utf8");

/** Modules that begin what browsers are sent. */
const entries = ["app", "components"].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((file) => path.posix.join(folder, ...file.split(path.sep)))
    .filter((file) => /\.tsx?$/.test(file) && /^"use client"/.test(textOf(file))),
);

/** Where an import of ours leads; null for a package, and for what stays on the server and is called from afar. */
function moduleOf(file: string, from: string): string | null {
  const base = from.startsWith("@/") ? from.slice(2) : path.posix.join(path.posix.dirname(file), from);
  if (!from.startsWith("@/") && !from.startsWith(".")) return null;
  const found = [`${base}.ts`, `${base}.tsx`].find((one) => existsSync(path.join(ROOT, one)));
  return found !== undefined && !/^\s*"use server"/.test(textOf(found)) ? found : null;
}

/** Everything that a module needs when it runs, with the way to it. */
function reached(file: string, way: readonly string[], seen: Map<string, readonly string[]>): void {
  if (seen.has(file)) return;
  seen.set(file, way);
  for (const { from, names } of importsOf(textOf(file))) {
    const module = moduleOf(file, from);
    if (from.startsWith("node:")) seen.set(from, [...way, file]);
    else if (module !== null && names.length > 0) reached(module, [...way, file], seen);
  }
}

test("nothing that browsers are sent needs Node, our errors, or what checks and signs on the server", () => {
  const seen = new Map<string, readonly string[]>();
  for (const file of entries) reached(file, [], seen);
  expect(entries.length).toBeGreaterThan(60);
  expect(seen.size).toBeGreaterThan(entries.length);
  const forServers = /^node:|^lib\/(?!format\/|engine\/|auth\/role\.ts$)/;
  const wrong = [...seen].filter(([file]) => forServers.test(file));
  expect(wrong.map(([file, way]) => [...way, file].join(" -> "))).toEqual([]);
});
