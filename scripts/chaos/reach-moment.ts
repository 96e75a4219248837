import { setTimeout as delay } from "node:timers/promises";
import { type Api, isOver, type Run } from "../../e2e/support/api";
import type { Ready } from "../../e2e/support/ready";
import type { SandboxControl } from "../../e2e/support/sandbox-control";
import type { Moment } from "./choose-kill";
import { CommitGate } from "./commit-gate";

const POLL_MS = 5;

/** Longer than any point lasts. */
const HELD_MS = 600_000;

/** How long the sheet's batch is kept on its way while the gate is closed behind it. */
const SHEET_MS = 1_500;

export interface Stage {
  readonly ready: Ready;
  readonly api: Api;
  readonly control: SandboxControl;
  readonly registryId: string;
}

/** A run that stands still. `release` is for after the kill; it never throws. */
export interface Reached {
  readonly run: Run;
  /** The run ended before the moment came. */
  readonly isMissed: boolean;
  readonly release: () => Promise<void>;
}

/** Starts a run and returns when it stands at the moment. */
export async function reachMoment(stage: Stage, moment: Moment): Promise<Reached> {
  const { api, control, registryId } = stage;
  switch (moment.kind) {
    case "commit":
      return reachCommit(stage, moment.number);
    case "notion-request": {
      await control.do("notion", "fault", {
        match: { path: "^/v1/pages" },
        kind: "slow",
        delayMs: HELD_MS,
        afterRequests: moment.number - 1,
      });
      const { id } = await api.startRun(registryId);
      return wait(stage, id, async () => (await control.do("notion", "pending-faults")) === 0);
    }
    case "sheet-on-its-way": {
      await holdSheet(control, HELD_MS);
      const { id } = await api.startRun(registryId);
      return wait(stage, id, () => isSheetAsked(control));
    }
    case "sheet-written":
      return reachSheetRecord(stage);
    case "phase": {
      const { id } = await api.startRun(registryId);
      return wait(stage, id, async () => (await api.run(id)).phases.some(({ name }) => name === moment.name));
    }
  }
}

async function reachCommit(stage: Stage, number: number): Promise<Reached> {
  const { id } = await stage.api.startRun(stage.registryId);
  const gate = await CommitGate.close(stage.ready, id);
  const isRunOver = async () => isOver(await stage.api.run(id));
  for (let at = 1; ; at += 1) {
    const isHeld = await gate.untilHeld(isRunOver);
    if (!isHeld || at >= number) return reached(stage, id, { isMissed: !isHeld, gate });
    await gate.pass();
  }
}

/** The batch waits inside Google; meanwhile the gate closes, and the batch is done against a closed gate. */
async function reachSheetRecord(stage: Stage): Promise<Reached> {
  const { api, control, registryId, ready } = stage;
  await holdSheet(control, SHEET_MS);
  const { id } = await api.startRun(registryId);
  const asked = await wait(stage, id, () => isSheetAsked(control));
  if (asked.isMissed) return asked;
  const gate = await CommitGate.close(ready, id);
  const isHeld = await gate.untilHeld(async () => isOver(await api.run(id)));
  return reached(stage, id, { isMissed: !isHeld, gate });
}

const holdSheet = (control: SandboxControl, delayMs: number): Promise<unknown> =>
  control.do("google", "fault", { match: { method: "POST", path: ":batchUpdate$" }, kind: "slow", delayMs });

const isSheetAsked = async (control: SandboxControl): Promise<boolean> =>
  (await control.counts("google")).writes > 0;

/** Polls until the moment has come or the run is over. */
async function wait(stage: Stage, runId: string, hasCome: () => Promise<boolean>): Promise<Reached> {
  for (let look = 1; ; look += 1) {
    if (await hasCome()) return reached(stage, runId, { isMissed: false });
    if (look % 20 === 0 && isOver(await stage.api.run(runId)))
      return reached(stage, runId, { isMissed: !(await hasCome()) });
    await delay(POLL_MS);
  }
}

async function reached(
  { api }: Stage,
  runId: string,
  { isMissed, gate }: { readonly isMissed: boolean; readonly gate?: CommitGate },
): Promise<Reached> {
  return { run: await api.run(runId), isMissed, release: async () => gate?.open() };
}
