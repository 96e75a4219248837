import type { ComponentView } from "@/lib/services/status/status-view";

type State = NonNullable<ComponentView["state"]>;

export const COMPONENT_WORDS: Readonly<
  Record<ComponentView["component"], { readonly word: string; readonly what: string }>
> = {
  app: { word: "App and API", what: "Screens and the REST API answer." },
  runner: { word: "Job runner", what: "Schedules and runs are carried out." },
  syncs: { word: "Syncs", what: "Runs move on in time and end well." },
  notion: { word: "Notion", what: "Notion takes our calls." },
  google: { word: "Google Sheets", what: "Google takes our calls." },
};

export const STATE_WORDS: Readonly<Record<State, string>> = {
  up: "Working",
  degraded: "Working with trouble",
  down: "Down",
};

export const stateWord = (state: State | null): string => (state === null ? "No data" : STATE_WORDS[state]);

/** `99.95 %`, never rounded up to 100. */
export function availableWord(available: number | null): string {
  if (available === null) return "no data";
  return `${(Math.floor(available * 10_000) / 100).toFixed(2).replace(/\.?0+$/, "")} %`;
}
