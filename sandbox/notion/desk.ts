import type { Schedule } from "../schedule";
import type { JsonObject } from "./body-check";
import type { Faults } from "./fault";
import type { RateWindow } from "./rate-window";
import type { Tally } from "./tally";
import type { Webhooks } from "./webhook/webhooks";
import type { World } from "./world";

/** What control commands work on. */
export interface Desk {
  readonly world: World;
  readonly windows: RateWindow;
  readonly faults: Faults;
  readonly schedule: Schedule;
  readonly tally: Tally;
  readonly webhooks: Webhooks;
}

export type Command = (desk: Desk, input: JsonObject) => unknown;
