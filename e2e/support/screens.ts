import { openMenu } from "./open-menu";
import type { Screen } from "./screen";
import { STAGED_SCREENS } from "./staged-screens";

const ORG = "(dashboard)/[org]";
const REGISTRY = `${ORG}/registries/[registry]`;

/** A screen of the organization as it opens. */
const inOrg = (name: string, below: string): Screen => ({
  page: `${ORG}${below}/page.tsx`,
  name,
  address: ({ org }) => `/${org}${below}`,
});

const ofRegistry = (name: string, below: string): Screen => ({
  page: `${REGISTRY}${below}/page.tsx`,
  name: `registry-${name}`,
  address: ({ org, registry }) => `/${org}/registries/${registry}${below}`,
});

/** A step of a draft that has just been begun: the first is open, the others say what they wait for. */
const ofDraft = (step: string): Screen => ({
  page: `${ORG}/registries/new/[draft]${step}/page.tsx`,
  name: `draft${step.replaceAll("/", "-")}`,
  address: ({ org }) => `/${org}/registries/new`,
  reach: async (page) => {
    await page.getByRole("button", { name: /Notion and PostgreSQL/ }).click();
    await page.waitForURL(/\/connect/);
    if (step === "") return;
    await page.locator(`nav a[href$="${step}"]`).click();
    await page.waitForURL((url) => url.pathname.endsWith(step));
  },
});

/** What anybody may see. */
const anybodys = (name: string, page: string, address = page): Screen => ({
  page: `(public)${page}/page.tsx`,
  name,
  address: () => address,
  seenBy: "nobody",
});

const below = (base: string, id: string | null): string | null => (id === null ? null : `${base}/${id}`);

/** Every screen, in the states that a demo can be brought into. A new page, or a new state of one, adds a line. */
export const SCREENS: readonly Screen[] = [
  inOrg("registries", ""),
  {
    ...inOrg("registries-none-found", ""),
    reach: (page) => page.getByLabel("Search registries").fill("no such name"),
  },
  {
    ...inOrg("palette", ""),
    reach: async (page) => {
      await page.getByRole("button", { name: "Search or go to" }).click();
      await page.getByRole("dialog", { name: "Go to anything, do anything" }).waitFor();
    },
  },
  {
    ...inOrg("keys", ""),
    reach: async (page) => {
      await page.getByRole("heading", { level: 1 }).click();
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keys" }).waitFor();
    },
  },
  {
    ...inOrg("organizations", ""),
    reach: (page) => openMenu(page, page.getByRole("button", { name: /^Organization / })),
  },
  {
    ...inOrg("person", ""),
    reach: (page) => openMenu(page, page.getByRole("button", { name: /^Menu of / })),
  },
  inOrg("attention", "/attention"),
  inOrg("activity", "/activity"),
  inOrg("activity-people", "/activity/people"),
  inOrg("audit", "/audit"),
  {
    ...inOrg("audit-none-found", ""),
    page: `${ORG}/audit/page.tsx`,
    address: ({ org }) => `/${org}/audit?key=no-such-key`,
  },
  inOrg("connections", "/connections"),
  inOrg("schemas", "/schemas"),
  inOrg("new-registry", "/registries/new"),
  ...["", "/connect", "/map", "/configure", "/dry-run", "/go-live"].map(ofDraft),
  inOrg("settings-general", "/settings/general"),
  inOrg("settings-members", "/settings/members"),
  inOrg("settings-api-keys", "/settings/api-keys"),
  inOrg("settings-sign-in", "/settings/sign-in"),
  inOrg("settings-notifications", "/settings/notifications"),
  {
    page: `${ORG}/connections/[connection]/spreadsheets/page.tsx`,
    name: "connection-spreadsheets",
    address: ({ org, connection }) => `/${org}/connections/${connection}/spreadsheets`,
  },
  ofRegistry("runs", ""),
  ofRegistry("rows", "/rows"),
  ofRegistry("conflicts", "/conflicts"),
  ofRegistry("issues", "/issues"),
  ofRegistry("mapping", "/mapping"),
  ofRegistry("schema", "/schema"),
  ofRegistry("access", "/access"),
  ofRegistry("settings", "/settings"),
  ofRegistry("shadow", "/shadow"),
  {
    page: `${REGISTRY}/rows/page.tsx`,
    name: "registry-rows-none-found",
    address: ({ org, registry }) => `/${org}/registries/${registry}/rows?key=no-such-key`,
  },
  {
    page: `${REGISTRY}/rows/[row]/page.tsx`,
    name: "row",
    address: ({ org, registry, row }) => below(`/${org}/registries/${registry}/rows`, row),
  },
  {
    page: `${ORG}/runs/[run]/page.tsx`,
    name: "run",
    address: ({ org, run }) => below(`/${org}/runs`, run),
  },
  {
    page: `${ORG}/conflicts/[conflict]/page.tsx`,
    name: "conflict",
    address: ({ org, conflict }) => below(`/${org}/conflicts`, conflict),
  },
  anybodys("landing", "", "/?landing"),
  anybodys("pricing", "/pricing"),
  anybodys("status", "/status"),
  anybodys("docs", "/docs/[[...page]]", "/docs"),
  anybodys("docs-brakes", "/docs/[[...page]]", "/docs/brakes"),
  anybodys("docs-api", "/docs/api"),
  { page: "(auth)/account/page.tsx", name: "account", address: () => "/account" },
  {
    page: "(auth)/organizations/new/page.tsx",
    name: "new-organization",
    address: () => "/organizations/new",
  },
  { page: "(auth)/sign-in/page.tsx", name: "sign-in", address: () => "/sign-in?out=1", seenBy: "nobody" },
  {
    page: "(auth)/invitations/[token]/page.tsx",
    name: "invitation-not-good",
    address: () => "/invitations/no-such-token",
    seenBy: "nobody",
  },
  {
    page: "(auth)/sign-in/link/page.tsx",
    name: "sign-in-link-not-good",
    address: () => "/sign-in/link?token=no-such-token",
    seenBy: "nobody",
  },
  ...STAGED_SCREENS,
];

/** Pages that are not shown, each with why. */
export const NOT_SHOWN: Readonly<Record<string, string>> = {
  "(auth)/mute/[token]/page.tsx": "needs a letter's link",
  "(auth)/notifications/[token]/page.tsx": "needs a letter's link",
  [`${ORG}/settings/page.tsx`]: "leads on",
  "(dev)/gallery/page.tsx": "is the gallery of components, not served by a demo",
  "(auth)/sign-in/again/page.tsx": "asks who has signed in some time ago, on the way to something else",
  "(auth)/sign-in/confirm/page.tsx": "asks on the way back from a provider",
  "(auth)/sign-in/required/[org]/page.tsx": "needs an organization whose company asks for its own sign-in",
  "(auth)/sign-in/with/[provider]/page.tsx": "needs a provider of a company",
};
