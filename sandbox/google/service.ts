import type { Clock } from "../clock";
import type { SandboxService } from "../service";
import type { Store } from "../store";
import { runControl } from "./control";
import { answer } from "./routes";
import type { GoogleSettings } from "./settings";
import { World } from "./world";

/** The pretended Google: OAuth, Sheets v4 and Drive v3 on one port. State lives in `store`. */
export function createGoogleSandbox(options: {
  readonly store: Store;
  readonly clock: Clock;
  readonly settings?: Partial<GoogleSettings>;
}): SandboxService {
  const world = new World(options.store, options.clock, options.settings ?? {});
  return {
    handle: (request) => answer(world, request),
    control: (command, input) => runControl(world, command, input),
  };
}
