import type { Page } from "@playwright/test";

/** The states that registries of their own are brought into, each with the word that begins the registry's name. */
export const STAGED_STATES = {
  open: "Leases",
  held: "Vendors",
  stopped: "Permits",
  reconnect: "Keys",
  paused: "Meters",
  drift: "Assets",
  first: "Parcels",
} as const;
export type StagedState = keyof typeof STAGED_STATES;

/** Public ids of what was made for pictures alone. */
export interface Stage {
  readonly registries: Readonly<Record<StagedState, string>>;
  /** The newest run of each. */
  readonly runs: Readonly<Record<StagedState, string>>;
  /** What waits in the inbox, the first of each kind, as its address names it. */
  readonly items: Readonly<Partial<Record<string, string>>>;
  /** Its registry is `open`. */
  readonly conflict: string;
  /** The query of a group of issues of `open`. */
  readonly issues: string;
  /** A row of `open` that was restored. */
  readonly row: string;
  /** Drafts: one that can be started, one that nothing fits in, one with a table whose rows cannot be told apart. */
  readonly drafts: { readonly good: string; readonly faulty: string; readonly keyless: string };
  /** The organization of the newcomer. */
  readonly newcomer: string;
  /** The organization whose plan is full, its registry, and a draft with more rows than the plan has room for. */
  readonly full: { readonly org: string; readonly registry: string; readonly draft: string };
  /** One that has been over its plan for too long. */
  readonly over: { readonly org: string; readonly registry: string; readonly draft: string };
}

/** What a demo holds that addresses name, by public id; null = it has none now. */
export interface Scene {
  readonly org: string;
  readonly registry: string;
  readonly connection: string;
  readonly row: string | null;
  readonly run: string | null;
  readonly conflict: string | null;
  /** What was brought into states that a demo is not in by itself; null = nothing was. */
  readonly stage: Stage | null;
}

/**
 * Who is not signed in; who has just made an organization, which is empty; whose plan has no room left; who has had more
 * than it holds for too long.
 */
export type Visitor = "nobody" | "newcomer" | "full" | "over";

/** One screen in one state. */
export interface Screen {
  /** The page that shows it, below app/. */
  readonly page: string;
  /** Names its pictures: letters, digits, hyphens. */
  readonly name: string;
  /** Its address; null = the demo has nothing to show there now. */
  readonly address: (scene: Scene) => string | null;
  /** What a person does there to come into the state; none = as it opens. */
  readonly reach?: (page: Page) => Promise<void>;
  /** Who sees it, where it is not the demo's own person. */
  readonly seenBy?: Visitor;
}
