import { killAll, killDemo, partsOf, postgresOf } from "../demo/kill-all.mjs";
import type { Victim } from "./choose-kill";

/** Kills -9 what the victim names, of the demo in `directory` under the process `supervisor`, and waits for its end. */
export async function kill(victim: Victim, directory: string, supervisor: number): Promise<void> {
  switch (victim) {
    case "app":
    case "job runner":
      return killAll([groupOf(directory, victim)]);
    case "Postgres":
      return killAll([postgresPid(directory)]);
    case "supervisor":
      return killAll([supervisor]);
    case "all":
      return killDemo(directory, supervisor);
  }
}

/** Each part leads a process group of its own: a negative id is all of it. */
function groupOf(directory: string, name: string): number {
  const part = partsOf(directory).find((candidate: { name: string }) => candidate.name === name);
  if (!part) throw new Error(`the demo notes no process ${name}`);
  return -part.pid;
}

function postgresPid(directory: string): number {
  const pid = postgresOf(directory);
  if (pid === null) throw new Error("the demo runs no Postgres of its own");
  return pid;
}
