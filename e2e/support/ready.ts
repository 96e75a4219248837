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
  readonly registries: readonly ReadyRegistry[];
}

export interface ReadyRegistry {
  readonly id: string;
  readonly name: string;
  readonly key: readonly string[];
  readonly sides: readonly ReadySide[];
}

export type ReadySide =
  | { readonly id: string; readonly kind: "notion"; readonly location: { readonly dataSourceId: string } }
  | {
      readonly id: string;
      readonly kind: "postgres";
      readonly location: { readonly url: string; readonly schema: string; readonly table: string };
    }
  | {
      readonly id: string;
      readonly kind: "google-sheets";
      readonly location: { readonly spreadsheetId: string; readonly sheetId: number; readonly title: string };
    };

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

/** Where the registry lies on the system of that kind. */
export function locationOn<K extends ReadySide["kind"]>(
  registry: ReadyRegistry,
  kind: K,
): Extract<ReadySide, { kind: K }>["location"] {
  const side = registry.sides.find((candidate) => candidate.kind === kind);
  if (!side) throw new Error(`${registry.name} has no side on ${kind}`);
  return side.location as Extract<ReadySide, { kind: K }>["location"];
}
