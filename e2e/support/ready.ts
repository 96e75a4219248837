import { readFileSync } from "node:fs";

/** The line that a demo prints when it is ready, as far as we use it; see "Commands" in the README. */
export interface Ready {
  readonly url: string;
  readonly org: string;
  readonly apiKey: string;
  /** Of the owner of ChittySync's own database. */
  readonly databaseUrl: string;
  readonly pid: number;
  readonly sandbox: { readonly control: string };
  readonly connections: Readonly<Record<"notion" | "postgres" | "google", string>>;
  readonly registries: readonly ReadyRegistry[];
}

export interface ReadyRegistry {
  readonly id: string;
  readonly name: string;
  readonly key: readonly string[];
  readonly sides: readonly ReadySide[];
}

/** Where a registry lies, by kind of system. */
export interface Locations {
  readonly notion: { readonly dataSourceId: string };
  readonly postgres: { readonly url: string; readonly schema: string; readonly table: string };
  readonly "google-sheets": {
    readonly spreadsheetId: string;
    readonly sheetId: number;
    readonly title: string;
  };
}

export type ReadySide = {
  [K in keyof Locations]: { readonly id: string; readonly kind: K; readonly location: Locations[K] };
}[keyof Locations];

/** What the running demo left in its folder; DEMO_READY_FILE names the file for the browser tests. */
export function readReady(file = process.env.DEMO_READY_FILE ?? ".data/demo/ready.json"): Ready {
  return JSON.parse(readFileSync(file, "utf8")) as Ready;
}

/** Throws when the demo has no registry of that name. */
export function registryNamed(ready: Ready, name: string): ReadyRegistry {
  const found = ready.registries.find((registry) => registry.name === name);
  if (!found) throw new Error(`the demo has no registry ${name}`);
  return found;
}

/** The registry's side on the system of that kind. */
export function sideOn<K extends keyof Locations>(
  registry: ReadyRegistry,
  kind: K,
): { readonly id: string; readonly location: Locations[K] } {
  const side = registry.sides.find((candidate) => candidate.kind === kind);
  if (!side) throw new Error(`${registry.name} has no side on ${kind}`);
  return side as unknown as { readonly id: string; readonly location: Locations[K] };
}
