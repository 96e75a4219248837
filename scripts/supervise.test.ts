import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isAlive, processIdentity } from "./process-identity.mjs";
import { endLeftovers, Supervisor } from "./supervise.mjs";

let folder: string;
let record: string;
let supervisor: InstanceType<typeof Supervisor>;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "chittysync-supervise-"));
  record = path.join(folder, "processes.json");
  supervisor = new Supervisor({ logs: path.join(folder, "logs"), record, graceMs: 500 });
});

afterEach(async () => {
  await supervisor.stop();
  rmSync(folder, { recursive: true });
});

const program = (code: string) => ({
  name: "part",
  args: ["-e", code],
  env: { ...process.env },
  cwd: folder,
});
const READY = `console.log(JSON.stringify({ ready: true, url: "http://x", child: globalThis.child }));`;
const LIVE = `setInterval(() => {}, 1e6);`;

test("a program is ready when it says so, and what it said is answered", async () => {
  expect(await supervisor.start(program(`console.log("{half"); ${READY} ${LIVE}`))).toEqual({
    ready: true,
    url: "http://x",
  });
});

test("one with a URL is ready when that answers", async () => {
  const server = `const s = require("node:http").createServer((_, r) => r.end("hi"));
    s.listen(0, "127.0.0.1", () => require("node:fs").writeFileSync("port", String(s.address().port)));`;
  await supervisor.start(program(`${server} ${READY}`));
  await vi.waitFor(() => expect(existsSync(path.join(folder, "port"))).toBe(true), { timeout: 10_000 });
  const url = `http://127.0.0.1:${readFileSync(path.join(folder, "port"), "utf8")}/`;
  expect(await supervisor.start({ ...program(LIVE), name: "second", url })).toEqual({});
});

test("a death is told with the end of the log, before and after it was ready", async () => {
  const early = program(`console.error("no such table"); process.exit(3)`);
  await expect(supervisor.start(early)).rejects.toThrow(/part stopped \(exit 3\)[\s\S]*no such table/);
  const other = new Supervisor({ logs: path.join(folder, "other"), record });
  const pid = `console.log(JSON.stringify({ ready: true, pid: process.pid })); ${LIVE}`;
  const started = (await other.start(program(pid))) as unknown as { pid: number };
  process.kill(started.pid, "SIGKILL");
  await expect(other.failed).rejects.toThrow(/part stopped \(SIGKILL\)/);
  await other.stop();
});

test.skipIf(process.platform === "win32")(
  "stop ends the children of a program that ignores the request",
  async () => {
    const stubborn = `process.on("SIGTERM", () => {});
    globalThis.child = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"]).pid;`;
    const { child } = (await supervisor.start(program(`${stubborn} ${READY} ${LIVE}`))) as unknown as {
      child: number;
    };
    expect(isAlive(child)).toBe(true);
    await supervisor.stop();
    await vi.waitFor(() => expect(isAlive(child)).toBe(false), { timeout: 10_000 });
    await expect(supervisor.start(program(LIVE))).rejects.toThrow(/not started/);
  },
  30_000,
);

test("what a killed supervisor left is ended; a stranger with the same id is not", async () => {
  const left = spawn(process.execPath, ["-e", LIVE], { stdio: "ignore", detached: true });
  const stranger = spawn(process.execPath, ["-e", LIVE], { stdio: "ignore", detached: true });
  writeFileSync(
    record,
    JSON.stringify([
      { name: "left", pid: left.pid, identity: processIdentity(left.pid) },
      { name: "stranger", pid: stranger.pid, identity: "another-boot:1" },
    ]),
  );
  await endLeftovers(record);
  expect(isAlive(left.pid)).toBe(false);
  expect(isAlive(stranger.pid)).toBe(true);
  expect(existsSync(record)).toBe(false);
  stranger.kill("SIGKILL");
});
