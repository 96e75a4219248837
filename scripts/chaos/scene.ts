import path from "node:path";
import { Api } from "../../e2e/support/api";
import { Hands } from "../../e2e/support/hands";
import { type Ready, type ReadyRegistry, registryNamed } from "../../e2e/support/ready";
import { ThreeSides } from "../../e2e/support/three-sides";
import { startDemo } from "../demo/child.mjs";
import { KEY, NUMBERS } from "./choose-edits";

const root = path.resolve(import.meta.dirname, "../..");

/** As many as one run may need: what takes a minute in Notion takes seconds here. */
const REQUESTS_A_MINUTE = 1_000_000;

/** A running demo and everything that acts on its cities from outside. */
export interface Scene {
  readonly demo: Awaited<ReturnType<typeof startDemo>>;
  readonly ready: Ready;
  readonly registry: ReadyRegistry;
  readonly api: Api;
  readonly sides: ThreeSides;
  readonly hands: Hands;
  readonly countries: readonly string[];
}

/** Starts the demo in `directory`, or starts it again: what a killed one left behind is its business. */
export async function openScene(directory: string): Promise<Scene> {
  const demo = await startDemo(root, directory);
  const ready = (await demo.ready) as Ready;
  const registry = registryNamed(ready, "Cities");
  const sides = new ThreeSides(ready, registry, NUMBERS);
  await sides.control.do("notion", "set-limits", { perMinute: REQUESTS_A_MINUTE });
  const pages = await countryPages(ready);
  return {
    demo,
    ready,
    registry,
    api: new Api(ready.url, ready.apiKey),
    sides,
    hands: new Hands(sides, KEY, { Country: pages }),
    countries: [...pages.keys()].sort(),
  };
}

/** The ends of connections to what was killed are no news. */
export async function closeScene(scene: Scene): Promise<void> {
  await scene.sides.close().catch(() => {});
}

async function countryPages(ready: Ready): Promise<ReadonlyMap<string, string>> {
  const countries = new ThreeSides(ready, registryNamed(ready, "Countries"), []);
  const { notion } = await countries.read();
  await countries.close();
  return new Map(notion.map(({ key, handle }) => [key, handle]));
}
