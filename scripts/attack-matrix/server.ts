import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { choosePort } from "../postgres/cluster.mjs";

const PATIENCE_MS = 60_000;

/** A production server over a build of the app. */
export interface RunningApp {
  readonly port: number;
  /** The line of its log that has this text; empty if none has. */
  logOf(text: string): string;
  stop(): Promise<void>;
}

/** Starts `next start` over the folder's build and waits until it answers; throws with what it said if it ends. */
export async function startApp(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
  port: number,
): Promise<RunningApp> {
  const { child, said, logOf } = nextStart(folder, environment, port);
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  };
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await answers(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`the app did not start:\n${said()}`);
    }
    await delay(100);
  }
  return { port, logOf, stop };
}

/** How a start over these variables ends: its exit code and what it said; null code: it was still running. */
export async function triedStart(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly code: number | null; readonly said: string }> {
  const port = await choosePort(0);
  const { child, said } = nextStart(folder, environment, port);
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
  const isUp = (async () => {
    while (child.exitCode === null && !(await answers(port))) await delay(100);
    return null;
  })();
  const code = await Promise.race([ended, isUp]);
  if (code === null) {
    child.kill("SIGKILL");
    await ended;
  }
  return { code, said: said() };
}

function nextStart(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
  port: number,
): { child: ChildProcess; said: () => string; logOf: (text: string) => string } {
  const next = path.resolve(import.meta.dirname, "../../node_modules/next/dist/bin/next");
  const child = spawn(process.execPath, [next, "start", folder, "-H", "127.0.0.1", "-p", String(port)], {
    cwd: folder,
    env: { ...environment } as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const parts: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => parts.push(text));
  const lines = () => parts.join("").trim().split("\n");
  return {
    child,
    said: () => lines().slice(-20).join("\n"),
    logOf: (text) => lines().find((line) => line.includes(text)) ?? "",
  };
}

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/api/health`).then(
    ({ ok }) => ok,
    () => false,
  );

/** Takes events as a job server does, and does nothing with them. */
export async function silentJobServer(): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    request.resume().once("end", () => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ ids: ["event"], status: 200, ok: true, modified: false }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
