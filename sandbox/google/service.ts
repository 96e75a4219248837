import type { Clock } from "../clock";
import type { SandboxHandler } from "../server";
import type { SandboxService } from "../service";
import type { Store } from "../store";
import { runControl } from "./control";
import { readablePath } from "./readable-path";
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
  const control = (command: string, input: Record<string, unknown>) => runControl(world, command, input);
  const handle: SandboxHandler = async (request) => {
    const gestures = world.schedule.meet(request.method, readablePath(request.url));
    await world.schedule.run(gestures, "before", control);
    const answered = await answer(world, request);
    await world.schedule.run(gestures, "after", control);
    return answered;
  };
  return { handle, control };
}
