/**
 * What the command line asks of its engine.
 * @typedef {{ mode: "version" | "rpc" | "command", command?: string, url?: string, schemaFiles: string[] }} Request
 */

/**
 * `--version` | `[--datamodels FILE]... [--datasource JSON]` (JSON-RPC on standard input and output) |
 * `... cli COMMAND`. Other options carry one value and are of no concern here.
 * @param {string[]} argv
 * @returns {Request}
 */
export function readArguments(argv) {
  /** @type {Request} */
  const request = { mode: "rpc", schemaFiles: [] };
  for (let at = 0; at < argv.length; at++) {
    const option = argv[at];
    if (option === "--version") return { ...request, mode: "version" };
    if (option === "--datamodels" || option === "-d") request.schemaFiles.push(argv[++at]);
    else if (option === "--datasource") request.url = JSON.parse(argv[++at]).url;
    else if (option === "cli") Object.assign(request, { mode: "command", command: argv[++at] });
    else if (option.startsWith("--")) at++;
  }
  return request;
}
