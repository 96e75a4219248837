import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";

const bench = import.meta.dirname;

/** Packages that were written for `require` find one. */
const FOR_COMMONJS = [
  'import { createRequire } from "node:module";',
  "const require = createRequire(import.meta.url);",
  "const __filename = import.meta.filename;",
  "const __dirname = import.meta.dirname;",
].join("");

export interface BundledPart {
  readonly program: string;
  readonly remove: () => Promise<void>;
}

/**
 * A part of the bench and its program in the shape that a server has after its build: without types and comments, what
 * is imported late in files of its own. A loader of TypeScript, the text of all packages and their maps would be as
 * large as what the part does. Where it is kept, packages that are named to be found are found.
 */
export async function bundlePart(name: string): Promise<BundledPart> {
  const directory = await mkdtemp(path.resolve(bench, "../node_modules/.bench-"));
  await build({
    stdin: {
      contents: `import { measure } from "./parts/${name}"; import { answer } from "./part-answer"; await answer(measure);`,
      resolveDir: bench,
      loader: "ts",
    },
    outdir: directory,
    outExtension: { ".js": ".mjs" },
    entryNames: "program",
    bundle: true,
    splitting: true,
    minify: true,
    keepNames: true,
    format: "esm",
    platform: "node",
    conditions: ["react-server"],
    banner: { js: FOR_COMMONJS },
    external: ["pg-native"],
    logLevel: "warning",
  });
  return { program: path.join(directory, "program.mjs"), remove: () => rm(directory, { recursive: true }) };
}
