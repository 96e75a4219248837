import type { Screen, StagedState } from "./screen";

const ORG = "(dashboard)/[org]";
const REGISTRY = `${ORG}/registries/[registry]`;

/** A registry that was brought into a state. */
const registryIn = (state: StagedState, below = ""): Screen => ({
  page: `${REGISTRY}${below}/page.tsx`,
  name: `registry-${state}${below.replaceAll("/", "-")}`,
  address: ({ org, stage }) => stage && `/${org}/registries/${stage.registries[state]}${below}`,
});

const runIn = (state: StagedState): Screen => ({
  page: `${ORG}/runs/[run]/page.tsx`,
  name: `run-${state}`,
  address: ({ org, stage }) => stage && `/${org}/runs/${stage.runs[state]}`,
});

const inboxOn = (kind: string): Screen => ({
  page: `${ORG}/attention/page.tsx`,
  name: `attention-${kind}`,
  address: ({ org, stage }) => {
    const item = stage?.items[kind];
    return item === undefined ? null : `/${org}/attention?item=${encodeURIComponent(item)}`;
  },
});

const draftIn = (state: "good" | "faulty", step: string): Screen => ({
  page: `${ORG}/registries/new/[draft]/${step}/page.tsx`,
  name: `draft-${state}-${step}`,
  address: ({ org, stage }) => stage && `/${org}/registries/new/${stage.drafts[state]}/${step}`,
});

/** A list of an organization that has nothing yet. */
const empty = (name: string, below: string): Screen => ({
  page: `${ORG}${below}/page.tsx`,
  name: `empty-${name}`,
  address: ({ stage }) => stage && `/${stage.newcomer}${below}`,
  isNewcomer: true,
});

const STEPS = ["connect", "map", "configure", "dry-run", "go-live"];

/** Screens in states that a demo is not in by itself: they are due where it was brought there (scripts/gallery/stage.ts). */
export const STAGED_SCREENS: readonly Screen[] = [
  registryIn("open"),
  registryIn("open", "/conflicts"),
  registryIn("open", "/issues"),
  {
    page: `${REGISTRY}/issues/group/page.tsx`,
    name: "registry-open-issues-group",
    address: ({ org, stage }) =>
      stage && `/${org}/registries/${stage.registries.open}/issues/group?${stage.issues}`,
  },
  {
    page: `${ORG}/conflicts/[conflict]/page.tsx`,
    name: "conflict-open",
    address: ({ org, stage }) => stage && `/${org}/conflicts/${stage.conflict}`,
  },
  {
    page: `${REGISTRY}/rows/[row]/page.tsx`,
    name: "row-restored",
    address: ({ org, stage }) => stage && `/${org}/registries/${stage.registries.open}/rows/${stage.row}`,
  },
  ...(["held", "stopped", "reconnect", "paused", "drift", "first"] as const).map((state) =>
    registryIn(state),
  ),
  ...(["held", "stopped", "reconnect", "drift", "first"] as const).map(runIn),
  ...["connection", "stopped", "approval", "drift", "conflict", "issue"].map(inboxOn),
  {
    page: `${ORG}/page.tsx`,
    name: "more-places",
    address: ({ org, stage }) => stage && `/${org}`,
    // A phone has no room for all places in its bar; wider screens have no such button.
    reach: async (page) => {
      const more = page.getByRole("button", { name: "More", exact: true });
      if (await more.isVisible()) await more.click();
    },
  },
  ...STEPS.map((step) => draftIn("good", step)),
  ...STEPS.map((step) => draftIn("faulty", step)),
  empty("registries", ""),
  empty("attention", "/attention"),
  empty("activity", "/activity"),
  empty("audit", "/audit"),
  empty("connections", "/connections"),
  empty("schemas", "/schemas"),
];
