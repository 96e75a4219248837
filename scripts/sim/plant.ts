import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Mutant } from "./mutants";

/** What a simulation reads of the repository. */
const COPIED = ["lib", "inngest", "scripts"];
const READ = ["node_modules", "package.json", "tsconfig.json"];

/** A copy of the repository's code with the bug in it. Throws where the text that it replaces is not there exactly once. */
export function plant(root: string, { name, plantings }: Mutant): string {
  const copy = mkdtempSync(path.join(os.tmpdir(), "chittysync-mutant-"));
  for (const folder of COPIED) cpSync(path.join(root, folder), path.join(copy, folder), { recursive: true });
  for (const file of READ) symlinkSync(path.join(root, file), path.join(copy, file));
  for (const { file, find, put } of plantings) {
    const place = path.join(copy, file);
    const text = readFileSync(place, "utf8");
    if (text.split(find).length !== 2)
      throw new Error(`"${name}" cannot be planted: ${file} does not have "${find}" exactly once`);
    writeFileSync(
      place,
      text.replace(find, () => put),
    );
  }
  return copy;
}
