#!/usr/bin/env node
// Prisma 7's command line downloads a native schema engine on first use. This program answers in its place, with
// the WebAssembly engine that npm has already installed, so that migrations need no network.
import { readArguments } from "./schema-engine/arguments.mjs";
import { runCommand } from "./schema-engine/command.mjs";
import { serveRpc } from "./schema-engine/rpc.mjs";

const request = readArguments(process.argv.slice(2));

switch (request.mode) {
  case "version":
    console.log("schema-engine-cli wasm");
    break;
  case "command":
    process.exitCode = await runCommand(request);
    break;
  case "rpc":
    serveRpc(request);
    break;
}
