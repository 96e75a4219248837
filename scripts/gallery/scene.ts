import { Api } from "../../e2e/support/api";
import { type Ready, registryNamed } from "../../e2e/support/ready";
import type { Scene, Screen, Stage } from "../../e2e/support/screen";
import { SCREENS } from "../../e2e/support/screens";

interface Listed {
  readonly data: readonly { readonly id: string }[];
}

/** What a running demo has to show: the first of each kind in its cities, and what was staged. */
async function sceneOf(ready: Ready, stage: Stage | null): Promise<Scene> {
  const api = new Api(ready.url, ready.apiKey);
  const { id: registry } = registryNamed(ready, "Cities");
  const first = async (what: string): Promise<string | null> => {
    const { data } = await api.ask<Listed>("GET", `/registries/${registry}/${what}`);
    return data[0]?.id ?? null;
  };
  return {
    org: ready.org,
    registry,
    connection: ready.connections.google,
    row: await first("rows"),
    run: await first("runs"),
    conflict: await first("conflicts"),
    stage,
  };
}

/** A screen that is due: where it is in this demo. */
export type Due = Screen & { readonly at: string };

/** Those of the screens that a running demo has something to show on. */
export async function dueScreens(
  ready: Ready,
  screens: readonly Screen[] = SCREENS,
  stage: Stage | null = null,
): Promise<readonly Due[]> {
  const scene = await sceneOf(ready, stage);
  return screens.flatMap((screen) => {
    const at = screen.address(scene);
    return at === null ? [] : [{ ...screen, at }];
  });
}
