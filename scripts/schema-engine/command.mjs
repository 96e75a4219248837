import { createDatabase, dropDatabase, prismaError, runScript } from "./database.mjs";

const COMMANDS = {
  "can-connect-to-database": (url) => runScript(url, "select 1"),
  "create-database": createDatabase,
  "drop-database": dropDatabase,
};

/** The engine's one-shot commands. Returns the exit code; the failure goes to standard error as a log line. */
export async function runCommand({ command, url }) {
  // Prisma drops the first line, where the native engine greets.
  log("INFO", { message: "Starting schema engine CLI" });
  try {
    const run = COMMANDS[command];
    if (run === undefined) throw new Error(`unknown command ${command}`);
    await run(url);
    return 0;
  } catch (error) {
    log("ERROR", { ...prismaError(error, url), is_panic: false });
    return 1;
  }
}

function log(level, fields) {
  const line = { level, target: "schema_engine::logger", timestamp: new Date().toISOString(), fields };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}
