#!/usr/bin/env node
// The command line's way in: runs on any Node from 20, and starts the command on the Node that is pinned here.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { installPackages } from "./bootstrap/install.mjs";
import { pinnedNode, runOn } from "./bootstrap/node.mjs";
import { runScript } from "./plain-error.mjs";

const root = path.resolve(fileURLToPath(new URL("..", import.meta.url)));

runScript(async () => {
  await installPackages(root);
  const node = await pinnedNode(root);
  return runOn({ root, node, file: "scripts/cli/main.ts", args: process.argv.slice(2) });
});
