import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LockHeld, takeLock } from "./file-lock.mjs";

let file: string;

beforeEach(() => {
  file = path.join(mkdtempSync(path.join(os.tmpdir(), "chittysync-lock-")), "lock");
});

afterEach(() => rmSync(path.dirname(file), { recursive: true }));

test("one holds it; the next is told who, and gets it after the release", async () => {
  const release = await takeLock(file);
  await expect(takeLock(file)).rejects.toThrow(LockHeld);
  await expect(takeLock(file)).rejects.toMatchObject({ pid: process.pid });
  release();
  (await takeLock(file))();
  expect(existsSync(file)).toBe(false);
});

test("one that waits gets it as soon as it is free", async () => {
  const release = await takeLock(file);
  const waiting = takeLock(file, { waitMs: 10_000 });
  release();
  (await waiting)();
});

test("of many at once exactly one holds it", async () => {
  const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => takeLock(file)));
  expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a dead holder, another life of its id, and half a lock are nobody", async () => {
  const dead = spawnSync(process.execPath, ["-e", ""]).pid;
  const stale = [
    { pid: dead, identity: "" },
    { pid: process.pid, identity: "another-boot:1" },
  ];
  for (const holder of stale) {
    writeFileSync(file, JSON.stringify(holder));
    (await takeLock(file))();
  }
  writeFileSync(file, "");
  const release = await takeLock(file, { waitMs: 10_000 });
  expect(JSON.parse(readFileSync(file, "utf8")).pid).toBe(process.pid);
  release();
});
