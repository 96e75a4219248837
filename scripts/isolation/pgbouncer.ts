import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { serverAccount } from "../postgres/account.mjs";
import { choosePort, isFree } from "../postgres/cluster.mjs";

const PATIENCE_MS = 10_000;
const PLACES = [
  "/usr/sbin/pgbouncer",
  "/usr/local/bin/pgbouncer",
  "/usr/bin/pgbouncer",
  "/opt/homebrew/bin/pgbouncer",
];

/** A PgBouncer program and the folder of its libraries, where they are not the system's. */
export interface Program {
  readonly file: string;
  readonly libraries: string | null;
}

/** PGBOUNCER, one on the PATH or at a usual place, or one that `unpackPgbouncer` has left; null without one. */
export function findPgbouncer(unpackedAt: string): Program | null {
  const named = process.env.PGBOUNCER;
  const onPath = (process.env.PATH ?? "")
    .split(path.delimiter)
    .map((folder) => path.join(folder, "pgbouncer"));
  const file = [...(named ? [named] : []), ...onPath, ...PLACES].find((one) => existsSync(one));
  if (file !== undefined) return { file, libraries: null };
  const unpacked = path.join(unpackedAt, "usr/sbin/pgbouncer");
  return existsSync(unpacked) ? { file: unpacked, libraries: librariesIn(unpackedAt) } : null;
}

/** Debian's packages of it, unpacked into a folder: nothing is installed. False where that cannot be done. */
export function unpackPgbouncer(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    const options = { cwd: folder, stdio: "ignore" } as const;
    execFileSync("apt-get", ["download", "pgbouncer", "libevent-2.1-7", "libc-ares2"], options);
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".deb")))
      execFileSync("dpkg", ["-x", file, "."], options);
    return true;
  } catch {
    return false;
  }
}

function librariesIn(folder: string): string | null {
  const lib = path.join(folder, "usr/lib");
  const triplet = existsSync(lib) ? readdirSync(lib).find((name) => name.includes("-linux-")) : undefined;
  return triplet === undefined ? null : path.join(lib, triplet);
}

export interface RunningBouncer {
  /** The same database as the URL that was given, through the pool. */
  readonly url: string;
  stop(): Promise<void>;
}

/** A PgBouncer in transaction mode with so many connections to the database of this URL. */
export async function startPgbouncer(
  { file, libraries }: Program,
  databaseUrl: string,
  connections: number,
): Promise<RunningBouncer> {
  const url = new URL(databaseUrl);
  const port = await choosePort(0);
  const folder = mkdtempSync(path.join(tmpdir(), "chittysync-pgbouncer-"));
  const account = serverAccount(folder) as { uid: number; gid: number } | undefined;
  const config = path.join(folder, "pgbouncer.ini");
  const users = path.join(folder, "users.txt");
  writeFileSync(users, `"${url.username}" "${decodeURIComponent(url.password)}"\n`, { mode: 0o600 });
  writeFileSync(config, configOf({ url, port, users, connections }), { mode: 0o600 });
  if (account) for (const one of [folder, users, config]) chownSync(one, account.uid, account.gid);
  chmodSync(folder, 0o700);
  const child = spawn(file, [config], {
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
    env: { ...process.env, ...(libraries !== null && { LD_LIBRARY_PATH: libraries }) },
    stdio: "ignore",
  });
  const stop = async () => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + PATIENCE_MS;
  while (await isFree(port)) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error("pgbouncer did not start");
    }
    await delay(50);
  }
  const through = new URL(databaseUrl);
  through.port = String(port);
  return { url: through.href, stop };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}

interface Config {
  readonly url: URL;
  readonly port: number;
  readonly users: string;
  readonly connections: number;
}

const configOf = ({ url, port, users, connections }: Config): string => `
[databases]
* = host=${url.hostname} port=${url.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
pool_mode = transaction
default_pool_size = ${connections}
max_client_conn = 200
`;
