import type { Browser } from "@playwright/test";
import { Api } from "../../e2e/support/api";
import { type Ready, registryNamed } from "../../e2e/support/ready";
import { STAGED_STATES, type Stage, type StagedState, type Visitor } from "../../e2e/support/screen";
import { ThreeSides } from "../../e2e/support/three-sides";
import { stageDrafts } from "./stage-drafts";
import { fillPlan, overfillPlan } from "./stage-full";
import { type StorageState, signUpTo } from "./stage-organization";
import type { Given, Made } from "./stage-registry";
import { MAKE } from "./stage-states";

interface Listed<T> {
  readonly data: readonly T[];
}

/** What was staged. */
export interface OnStage {
  readonly stage: Stage;
  /** Of those who have an organization of their own. */
  readonly cookies: Readonly<Record<Exclude<Visitor, "nobody">, StorageState>>;
}

/** Makes registries, drafts and an organization of their own, and brings them into the states that are pictured. */
export async function setStage(ready: Ready, browser: Browser): Promise<OnStage> {
  const cities = new ThreeSides(ready, registryNamed(ready, "Cities"), []);
  const given: Given = { ready, api: new Api(ready.url, ready.apiKey), sides: cities };
  await cities.control.liftLimits();
  const drafts = await stageDrafts(given);
  const made = {} as Record<StagedState, Made>;
  for (const state of Object.keys(STAGED_STATES) as StagedState[]) made[state] = await MAKE[state](given);
  const newcomer = await signUpTo(browser, given, "Harbour");
  const full = await signUpTo(browser, given, "Depot");
  const over = await signUpTo(browser, given, "Archive");
  const stage: Stage = {
    ...(await registriesOf(given.api, made)),
    ...(await waitingOf(given.api, made.open.id)),
    drafts,
    newcomer: newcomer.org,
    full: await fillPlan(given, full, "depot_stock"),
    over: await overfillPlan(given, over, "archive_stock"),
  };
  await cities.close();
  return { stage, cookies: { newcomer: newcomer.state, full: full.state, over: over.state } };
}

async function registriesOf(api: Api, made: Readonly<Record<StagedState, Made>>) {
  const each = async <T>(what: (id: string) => Promise<T>): Promise<Record<StagedState, T>> => {
    const found = await Promise.all(
      Object.entries(made).map(async ([state, { id }]) => [state, await what(id)] as const),
    );
    return Object.fromEntries(found) as Record<StagedState, T>;
  };
  return {
    registries: await each(async (id) => id),
    runs: await each(async (id) => (await api.newestRun(id))?.id ?? ""),
  };
}

/** What the registry with open conflicts and issues has of each, and what the inbox has of each kind. */
async function waitingOf(
  api: Api,
  open: string,
): Promise<Pick<Stage, "items" | "conflict" | "issues" | "row">> {
  const { groups } = await api.ask<{ groups: readonly { id: string; kind: string }[] }>("GET", "/attention");
  const conflicts = await api.ask<Listed<{ id: string }>>("GET", `/registries/${open}/conflicts`);
  const rows = await api.ask<Listed<{ id: string }>>("GET", `/registries/${open}/rows?key=L-003`);
  const issues = await api.ask<Listed<{ side: string | null; field: string | null; reason: string }>>(
    "GET",
    `/registries/${open}/issues`,
  );
  const [issue] = issues.data;
  return {
    items: Object.fromEntries(groups.toReversed().map(({ kind, id }) => [kind, id])),
    conflict: conflicts.data[0]?.id ?? "",
    issues: new URLSearchParams({
      side: issue?.side ?? "",
      field: issue?.field ?? "",
      reason: issue?.reason ?? "",
    }).toString(),
    row: rows.data[0]?.id ?? "",
  };
}
