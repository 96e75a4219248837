import readline from "node:readline";
import { adapterFactory, offlineFactory } from "./adapter.mjs";
import { createDatabase, prismaError, runScript } from "./database.mjs";
import { openEngine } from "./engine.mjs";

/** Codes of JSON-RPC, and the one under which Prisma expects errors of the engine. */
const METHOD_NOT_FOUND = -32601;
const ENGINE_ERROR = 4466;

/** Sides of a comparison that are files or nothing at all. */
const FILE_TAGS = ["empty", "schemaDatamodel"];

/** Answers JSON-RPC, one message a line, until standard input ends. */
export function serveRpc(request) {
  const session = { request, engine: undefined, prints: 0 };
  const lines = readline.createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  let open = 0;
  let isClosed = false;
  const leave = () => {
    if (isClosed && open === 0) process.exit(); // the engine's idle connection would keep us alive
  };
  lines.on("line", async (line) => {
    open++;
    await answer(session, line);
    open--;
    leave();
  });
  lines.on("close", () => {
    isClosed = true;
    leave();
  });
}

async function answer(session, line) {
  const call = parse(line);
  if (call?.method === undefined) return; // an answer to one of our prints
  try {
    send({ id: call.id, result: await handle(session, call.method, call.params) });
  } catch (error) {
    send({ id: call.id, error: errorAnswer(error, session.request.url) });
  }
}

async function handle(session, method, params) {
  const { url } = session.request;
  switch (method) {
    case "createDatabase":
      return createDatabase(params?.datasource?.url ?? url);
    case "ensureConnectionValidity":
      await runScript(url, "select 1");
      return {};
    case "getDatabaseVersion":
      return (await engineOf(session)).version(params);
    case "diff":
      return diff(session, params);
    case "reset":
      await (await engineOf(session)).reset(params ?? { filter: { externalTables: [], externalEnums: [] } });
      return {};
    case "dbExecute": {
      const source = params.datasourceType;
      await runScript(source?.tag === "url" ? source.url : url, params.script);
      return null;
    }
    default: {
      const engine = await engineOf(session);
      if (typeof engine[method] !== "function")
        throw Object.assign(new Error(`Method not found: ${method}`), { rpc: METHOD_NOT_FOUND });
      return (await engine[method](params)) ?? null;
    }
  }
}

/** The native engine prints the difference through the client and answers with the exit code alone. */
async function diff(session, params) {
  const isOffline = [params.from, params.to].every((side) => FILE_TAGS.includes(side.tag));
  const { exitCode, stdout } = await (await engineOf(session, { isOffline })).diff(params);
  if (stdout) send({ id: ++session.prints, method: "print", params: { content: stdout.replace(/\n$/, "") } });
  return { exitCode, stdout: null };
}

function engineOf(session, { isOffline = false } = {}) {
  const { url, schemaFiles } = session.request;
  session.engine ??= openEngine(schemaFiles, isOffline ? offlineFactory() : adapterFactory(url));
  return session.engine;
}

function errorAnswer(error, url) {
  // The engine's own failures carry a user-facing message and a code such as P3009.
  const isFromEngine = /^P\d{4}$/.test(error?.code ?? "");
  const { message, error_code } = isFromEngine
    ? { message: error.message, error_code: error.code }
    : prismaError(error, url);
  return {
    code: error?.rpc ?? ENGINE_ERROR,
    message: "An error happened. Check the data field for details.",
    data: { is_panic: false, message, error_code },
  };
}

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
}
