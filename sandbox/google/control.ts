import { BOOK_COMMANDS } from "./control-books";
import { CELL_COMMANDS } from "./control-cells";
import { DRIVE_COMMANDS } from "./control-drive";
import { Input } from "./control-input";
import { LINE_COMMANDS } from "./control-lines";
import { PASTE_COMMANDS } from "./control-paste";
import { PEOPLE_COMMANDS } from "./control-people";
import { TAB_COMMANDS } from "./control-tabs";
import type { World } from "./world";

const COMMANDS: Readonly<Record<string, (world: World, input: Input) => unknown>> = {
  ...PEOPLE_COMMANDS,
  ...BOOK_COMMANDS,
  ...DRIVE_COMMANDS,
  ...CELL_COMMANDS,
  ...LINE_COMMANDS,
  ...PASTE_COMMANDS,
  ...TAB_COMMANDS,
  fault: (world, input) => world.faults.arm(input.raw),
  "clear-faults": (world) => world.faults.clear(),
  "pending-faults": (world) => world.faults.pending,
  schedule: (world, input) => {
    const command = input.text("command");
    if (!Object.hasOwn(COMMANDS, command) || command === "schedule")
      throw new Error(`there is no command ${command} to schedule`);
    world.schedule.add(input.raw);
  },
  "clear-schedule": (world) => world.schedule.clear(),
  "schedule-status": (world) => world.schedule.status,
  counts: (world) => world.tally.counts(),
  "reset-counts": (world) => world.tally.reset(),
};

/** A person's hands, outside the API: no token, no quota, no count. Throws an Error that says what is wrong. */
export function runControl(world: World, command: string, raw: Record<string, unknown>): unknown {
  const run = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (run === undefined)
    throw new Error(`unknown command ${command}; one of ${Object.keys(COMMANDS).sort().join(", ")}`);
  return run(world, new Input(raw)) ?? {};
}
