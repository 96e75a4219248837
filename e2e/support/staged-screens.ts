import { openMenu } from "./open-menu";
import type { Screen, Stage, StagedState } from "./screen";
import { chooseSystem } from "./wizard";

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

const draftIn = (state: keyof Stage["drafts"], step: string): Screen => ({
  page: `${ORG}/registries/new/[draft]/${step}/page.tsx`,
  name: `draft-${state}-${step}`,
  address: ({ org, stage }) => stage && `/${org}/registries/new/${stage.drafts[state]}/${step}`,
});

/** A list of an organization that has nothing yet. */
const empty = (name: string, below: string): Screen => ({
  page: `${ORG}${below}/page.tsx`,
  name: `empty-${name}`,
  address: ({ stage }) => stage && `/${stage.newcomer}${below}`,
  seenBy: "newcomer",
});

/** In the organization whose plan has no room left, or the one that is over it. */
const within =
  (which: "full" | "over") =>
  (name: string, page: string, below: (full: Stage["full"]) => string): Screen => ({
    page,
    name: `${which}-${name}`,
    address: ({ stage }) => stage && `/${stage[which].org}${below(stage[which])}`,
    seenBy: which,
  });

const [inFull, inOver] = [within("full"), within("over")];

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
      if (await more.isVisible()) await openMenu(page, more);
    },
  },
  ...STEPS.map((step) => draftIn("good", step)),
  ...STEPS.map((step) => draftIn("faulty", step)),
  ...["connect", "map", "configure"].map((step) => draftIn("keyless", step)),
  {
    ...draftIn("good", "connect"),
    name: "draft-wrong-token",
    reach: async (page) => {
      await page.getByRole("button", { name: "Add another place" }).click();
      await chooseSystem(page, "Notion");
      await page.getByRole("button", { name: "Connect another" }).click();
      await page.getByText("Or paste an internal connection's token").click();
      await page.getByLabel(/^Name/).fill("Wiki");
      await page.getByLabel(/^Token/).fill("ntn_wrong");
      await page.getByRole("button", { name: "Connect with the token" }).click();
      await page.getByText("Nothing was connected. This is what was tried:").scrollIntoViewIfNeeded();
    },
  },
  {
    ...draftIn("faulty", "map"),
    name: "draft-not-converting",
    reach: (page) => page.getByText("see them").first().click(),
  },
  {
    ...draftIn("faulty", "configure"),
    name: "draft-duplicate-keys",
    reach: async (page) => {
      await page.locator("summary", { hasText: "not unique in" }).click();
      await page.getByRole("row").first().waitFor();
    },
  },
  inFull("registries", `${ORG}/page.tsx`, () => ""),
  inOver("registries", `${ORG}/page.tsx`, () => ""),
  inOver("registry", `${REGISTRY}/page.tsx`, ({ registry }) => `/registries/${registry}`),
  inFull("attention", `${ORG}/attention/page.tsx`, () => "/attention"),
  inFull("registry", `${REGISTRY}/page.tsx`, ({ registry }) => `/registries/${registry}`),
  inFull("issues", `${REGISTRY}/issues/page.tsx`, ({ registry }) => `/registries/${registry}/issues`),
  ...["configure", "go-live"].map((step) =>
    inFull(
      `draft-${step}`,
      `${ORG}/registries/new/[draft]/${step}/page.tsx`,
      ({ draft }) => `/registries/new/${draft}/${step}`,
    ),
  ),
  empty("registries", ""),
  empty("attention", "/attention"),
  empty("activity", "/activity"),
  empty("audit", "/audit"),
  empty("connections", "/connections"),
  empty("schemas", "/schemas"),
];
