// The way in: runs on any Node from 20 with nothing installed, so it and what it imports use Node alone.
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { installPackages } from "./bootstrap/install.mjs";
import { pinnedNode, runOn } from "./bootstrap/node.mjs";
import { PlainError, runScript } from "./plain-error.mjs";

const root = path.resolve(fileURLToPath(new URL("..", import.meta.url)));

/** The file that a command runs: a script of that name, else the folder's own main file. */
function moduleOf(command) {
  const candidates = [`scripts/${command}.mjs`, `scripts/${command}.ts`, `${command}/main.ts`];
  return candidates.find((file) => existsSync(path.join(root, file)));
}

runScript(async () => {
  const [command, ...args] = process.argv.slice(2);
  const file = /^[a-z-]+$/.test(command ?? "") && command !== "bootstrap" ? moduleOf(command) : undefined;
  if (file === undefined)
    throw new PlainError(`there is no command '${command ?? ""}'; 'npm run' lists those that exist.`);
  await installPackages(root);
  const node = await pinnedNode(root);
  const code = await runOn({ root, node, file: "scripts/generate.mjs", args: [] });
  return code === 0 ? runOn({ root, node, file, args }) : code;
});
