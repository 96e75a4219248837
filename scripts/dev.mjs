import path from "node:path";
import { readOptions } from "./demo/options.mjs";
import { runDemo } from "./demo/run.mjs";
import { runScript } from "./plain-error.mjs";

const root = path.resolve(import.meta.dirname, "..");

runScript(() => runDemo({ root, options: readOptions(process.argv.slice(2), root), isDev: true }));
