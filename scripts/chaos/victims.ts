import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isAlive } from "../process-identity.mjs";
import type { Victim } from "./choose-kill";

const POLL_MS = 20;

interface Part {
  readonly name: string;
  readonly pid: number;
}

/** Kills -9 what the victim names, of the demo in `directory` under the process `supervisor`, and waits for its end. */
export async function kill(victim: Victim, directory: string, supervisor: number): Promise<void> {
  const parts = readParts(directory);
  switch (victim) {
    case "app":
    case "job runner":
      return end([groupOf(parts, victim)]);
    case "Postgres":
      return end([postgresPid(directory)]);
    case "supervisor":
      return end([supervisor]);
    case "all":
      return end([supervisor, ...parts.map(({ pid }) => -pid), postgresPid(directory)]);
  }
}

/** Each part leads a process group of its own: a negative id is all of it. */
function groupOf(parts: readonly Part[], name: string): number {
  const part = parts.find((candidate) => candidate.name === name);
  if (!part) throw new Error(`the demo notes no process ${name}`);
  return -part.pid;
}

function readParts(directory: string): readonly Part[] {
  return JSON.parse(readFileSync(path.join(directory, "processes.json"), "utf8")) as Part[];
}

function postgresPid(directory: string): number {
  const file = path.join(directory, "pg/postmaster.pid");
  if (!existsSync(file)) throw new Error("the demo runs no Postgres of its own");
  return Number(readFileSync(file, "utf8").split("\n")[0]);
}

async function end(ids: readonly number[]): Promise<void> {
  for (const id of ids) process.kill(id, "SIGKILL");
  for (const id of ids) while (isAlive(Math.abs(id))) await delay(POLL_MS);
}
