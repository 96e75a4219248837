import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { LockHeld, takeLock } from "../file-lock.mjs";
import { migrate } from "../migrate.mjs";
import { PlainError } from "../plain-error.mjs";
import { openPostgres } from "../postgres.mjs";
import { endLeftovers, Supervisor } from "../supervise.mjs";
import { buildApp } from "./build.mjs";
import { appEnvironment } from "./environment.mjs";
import { choosePorts } from "./ports.mjs";
import { appProgram, runnerProgram, sandboxProgram } from "./programs.mjs";
import { ensureSecrets } from "./secrets.mjs";
import { seedDemo } from "./seed.mjs";

/**
 * Runs the whole product from one folder until it is told to stop or a part of it fails. `isDev` serves from the
 * sources with hot reload. Standard output gets the ready line alone; progress goes to standard error.
 * @param {{ root: string, options: import("./options.mjs").DemoOptions, isDev: boolean }} request
 */
export async function runDemo({ root, options, isDev }) {
  const { directory } = options;
  const stopped = stopRequest();
  const progress = progressLine();
  const release = await lockDirectory(directory);
  const record = path.join(directory, "processes.json");
  const ending = new AbortController();
  let supervisor;
  let postgres;
  try {
    await endLeftovers(record);
    supervisor = new Supervisor({ logs: path.join(directory, "logs"), record });
    const ports = await choosePorts(directory, options.port);
    postgres = await openPostgres({ directory });
    progress("Postgres is up");
    const bringUp = startAll({
      root,
      options,
      isDev,
      ports,
      postgres,
      supervisor,
      progress,
      signal: ending.signal,
    });
    bringUp.catch(() => {}); // when a stop is asked for first, nobody waits for it any more
    const ready = await Promise.race([bringUp, stopped, supervisor.failed, postgres.failed]);
    if (ready === undefined) return;
    announce(ready, options);
    await Promise.race([stopped, supervisor.failed, postgres.failed]);
  } finally {
    progress("stopping");
    ending.abort();
    await supervisor?.stop();
    await postgres?.stop();
    release();
  }
}

async function startAll({ root, options, isDev, ports, postgres, supervisor, progress, signal }) {
  const { directory } = options;
  const count = await migrate(postgres.migrateUrl);
  progress(`the database has all ${count} migrations`);
  const environment = appEnvironment({
    postgres,
    secrets: ensureSecrets(path.join(directory, "keys")),
    ports,
    isDev,
  });
  const parts = { root, directory, environment, ports, isDev };
  const { ready: _, ...sandbox } = await supervisor.start(sandboxProgram(parts));
  progress("the sandbox is up");
  if (!isDev && (await buildApp({ root, environment, signal }))) progress("the app is built");
  await supervisor.start(appProgram(parts));
  progress("the app is up");
  await supervisor.start(runnerProgram(parts));
  progress("the job runner is up");
  const { isSeeded } = options;
  const seed = await seedDemo({
    root,
    directory,
    environment,
    sandbox,
    isSeeded,
    onProgress: progress,
    signal,
  });
  return readyAnswer({ environment, postgres, sandbox, seed });
}

/** What `--json` prints: the public contract of the demo. */
function readyAnswer({ environment, postgres, sandbox, seed }) {
  const { org, apiKey, connections, registries } = seed;
  const shared = {
    url: environment.APP_URL,
    org,
    apiKey,
    databaseUrl: postgres.migrateUrl,
    pid: process.pid,
  };
  return { ...shared, sandbox, connections, registries };
}

/** Tells the caller, and leaves the same in a file for the browser tests. */
function announce(ready, { directory, asJson }) {
  const file = path.join(directory, "ready.json");
  writeFileSync(`${file}.half`, JSON.stringify(ready), { mode: 0o600 });
  renameSync(`${file}.half`, file);
  if (asJson) console.log(JSON.stringify(ready));
  else console.log(`ChittySync is running at ${ready.url} (Ctrl-C stops it)`);
}

async function lockDirectory(directory) {
  try {
    mkdirSync(directory, { recursive: true });
    return await takeLock(path.join(directory, "lock"));
  } catch (error) {
    if (error instanceof LockHeld)
      throw new PlainError(
        `${directory} is in use by process ${error.pid}; stop it or choose another folder with --data.`,
      );
    if (["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST"].includes(error.code))
      throw new PlainError(
        `${directory} cannot be written to (${error.code}); choose another folder with --data.`,
      );
    throw error;
  }
}

/** Resolves, with nothing, on the first request to stop: a signal, or the end of the process that started us. */
function stopRequest() {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => resolve(undefined));
    if (process.channel) {
      process.once("disconnect", () => resolve(undefined));
      process.channel.unref();
    }
  });
}

function progressLine() {
  const started = performance.now();
  return (text) =>
    console.error(`[${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s] ${text}`);
}
