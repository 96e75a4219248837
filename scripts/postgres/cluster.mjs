import { spawn } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { PlainError } from "../plain-error.mjs";
import { isAlive, isTaken, processCommand, processesIn } from "../process-identity.mjs";
import { executable } from "./binaries.mjs";

/** A server that recovers from a crash may take this long before it answers. */
const PATIENCE_MS = 60_000;

/** Outside the range from which systems hand out ports, so that a remembered port is likely to be free again. */
const PORTS = { from: 20_000, to: 29_999 };

/**
 * One Postgres server over one data directory.
 * @typedef {{ data: string, binaries: string, account?: { uid: number, gid: number }, durable: boolean }} Cluster
 */

/** The connection string of the superuser. */
export function adminUrl({ port, passwords }, database = "postgres") {
  return `postgres://postgres:${passwords.admin}@127.0.0.1:${port}/${database}`;
}

/** Creates the data directory. initdb works beside it and a rename puts it in place, so half of one never counts. */
export async function createData(cluster, password) {
  const parent = path.dirname(cluster.data);
  for (const name of readdirSync(parent))
    if (name.startsWith("pg.half-")) rmSync(path.join(parent, name), { recursive: true, force: true });
  const work = path.join(parent, `pg.half-${process.pid}`);
  const half = path.join(work, "pg");
  const passwordFile = path.join(work, "password");
  mkdirSync(half, { recursive: true, mode: 0o700 });
  chmodSync(work, 0o711);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (cluster.account)
    for (const file of [half, passwordFile]) chownSync(file, cluster.account.uid, cluster.account.gid);
  try {
    await run(cluster, "initdb", [
      `--pgdata=${half}`,
      "--username=postgres",
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // The builtin provider sorts and folds alike on every system, whatever locales it has installed.
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
      ...(cluster.durable ? [] : ["--no-sync"]),
    ]);
    renameSync(half, cluster.data);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Starts the server on `port`; the port is taken by someone else when false is returned. */
export async function startServer(cluster, port) {
  const flags = [
    `-p ${port}`,
    "-c listen_addresses=127.0.0.1",
    "-c unix_socket_directories=",
    "-c wal_level=logical",
    "-c max_connections=200",
    // The log is kept short where it may lie in memory.
    ...(cluster.durable ? [] : ["-c fsync=off", "-c full_page_writes=off", "-c max_wal_size=256MB"]),
  ];
  const log = path.join(cluster.data, "server.log");
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    rmSync(log, { force: true });
    try {
      const seconds = String(PATIENCE_MS / 1000);
      await run(cluster, "pg_ctl", [
        "start",
        "-w",
        "-t",
        seconds,
        "-D",
        cluster.data,
        "-l",
        log,
        "-o",
        flags.join(" "),
      ]);
      return true;
    } catch {
      const said = existsSync(log) ? readFileSync(log, "utf8") : "";
      if (/could not bind|could not create any TCP/i.test(said)) return false;
      // Children of a server that was killed need a moment to notice; until then its memory is still in use.
      if (!/shared memory block|is being used|lock file/i.test(said) || Date.now() > deadline)
        throw new PlainError(`Postgres did not start in ${cluster.data}: ${lastLines(said)}`);
      await delay(200);
    }
  }
}

export async function stopServer(cluster) {
  await run(cluster, "pg_ctl", ["stop", "-w", "-m", "fast", "-D", cluster.data]);
}

/**
 * Looks for a server that a killed session left behind. True: it is alive, ours and answers on `settings.port`.
 * False: none runs, and nothing is in the way of starting one.
 */
export async function findServer(cluster, settings) {
  const file = path.join(cluster.data, "postmaster.pid");
  const deadline = Date.now() + PATIENCE_MS;
  while (existsSync(file)) {
    const [pid, , , port] = readFileSync(file, "utf8").split("\n");
    if (await answers(cluster, { ...settings, port: Number(port) || settings.port })) {
      settings.port = Number(port);
      return true;
    }
    // A dead server's file is removed by Postgres itself, which also makes sure that no child of it lives on.
    if (!isTaken(Number(pid))) return false;
    // It cannot when the id belongs to another program by now, or to a server that ended uncollected.
    const isServer = isAlive(Number(pid)) && /postgres/i.test(processCommand(Number(pid)));
    if (!isServer && processesIn(cluster.data).length === 0) {
      rmSync(file, { force: true });
      return false;
    }
    if (Date.now() > deadline)
      throw new PlainError(
        `Postgres (process ${pid.trim()}) holds ${cluster.data} and does not answer; end it and try again.`,
      );
    await delay(100);
  }
  return false;
}

async function answers(cluster, settings) {
  const client = new pg.Client({ connectionString: adminUrl(settings), connectionTimeoutMillis: 2000 });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query("show data_directory");
    return path.resolve(rows[0].data_directory) === path.resolve(cluster.data);
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** A port nobody listens on: the remembered one if possible. */
export async function choosePort(remembered) {
  if (remembered > 0 && (await isFree(remembered))) return remembered;
  const span = PORTS.to - PORTS.from + 1;
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = PORTS.from + Math.floor(Math.random() * span);
    if (await isFree(port)) return port;
  }
  throw new PlainError(`no free port between ${PORTS.from} and ${PORTS.to} for Postgres.`);
}

/** Whether 127.0.0.1:port can be listened on. */
export function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The server inherits the outputs of "pg_ctl start", so nothing may wait for those to close: hence no pipes there. */
function run(cluster, name, args) {
  const { PGDATA: _, PGPORT: __, ...environment } = process.env;
  const child = spawn(executable(cluster.binaries, name), args, {
    ...cluster.account,
    cwd: path.parse(cluster.data).root,
    env: { ...environment, LC_ALL: "C" },
    windowsHide: true,
    stdio: ["ignore", "ignore", args[0] === "start" ? "ignore" : "pipe"],
  });
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    said += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once(args[0] === "start" ? "exit" : "close", (code) => {
      if (code === 0) resolve();
      else reject(new PlainError(`${name} failed (exit ${code}): ${lastLines(said)}`));
    });
  });
}

function lastLines(text) {
  return text.trim().split("\n").slice(-3).join(" | ");
}
