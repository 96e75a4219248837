import { cpSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { BuiltAction } from "./ask";

interface Manifest {
  readonly node: Readonly<
    Record<string, { readonly workers: object; readonly filename: string; readonly exportedName: string }>
  >;
}

/** The actions of a build by `file#name`; what the build leaves out, nobody can call. */
export function builtActions(folder: string, addressOf: (page: string) => string): Map<string, BuiltAction> {
  const file = path.join(folder, ".next/server/server-reference-manifest.json");
  const { node } = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  return new Map(
    Object.entries(node).map(([id, { workers, filename, exportedName }]) => {
      const [worker = "app/page"] = Object.keys(workers);
      return [`${filename}#${exportedName}`, { id, page: addressOf(worker.replace(/^app\//, "")) }];
    }),
  );
}

const SERVED = ["package.json", "next.config.mjs", "public"];
const FUNCTIONS = ".next/server/functions-config-manifest.json";

/** A copy of the build that was never told of proxy.ts; answers its folder. */
export function withoutProxy(root: string): string {
  const copy = path.join(root, ".data/attack-matrix/without-proxy");
  rmSync(copy, { recursive: true, force: true });
  for (const name of SERVED) cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
  const isKept = (file: string) => !file.startsWith(path.join(root, ".next/cache"));
  cpSync(path.join(root, ".next"), path.join(copy, ".next"), {
    recursive: true,
    verbatimSymlinks: true,
    filter: isKept,
  });
  symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"));
  const manifest = JSON.parse(readFileSync(path.join(copy, FUNCTIONS), "utf8"));
  if (!manifest.functions["/_middleware"]) throw new Error("the build has no proxy that could be left out");
  delete manifest.functions["/_middleware"];
  writeFileSync(path.join(copy, FUNCTIONS), JSON.stringify(manifest));
  for (const name of ["middleware.js", "middleware"]) {
    const file = path.join(copy, ".next/server", name);
    if (existsSync(file)) rmSync(file, { recursive: true });
  }
  return copy;
}
