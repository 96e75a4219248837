import type { Clock } from "../clock";
import { GoogleError } from "./errors";
import type { DriveUnits } from "./settings";

const MINUTE = 60_000;

/** What a call costs is not published: these are guesses that keep their order, a list dearer than a look. */
const UNITS = { list: 100, write: 50, other: 5 };

interface MeteredCall {
  readonly id: string;
  readonly verb: string;
}

const unitsOf = ({ id, verb }: MeteredCall): number => {
  if (id.endsWith(".list")) return UNITS.list;
  return verb === "GET" ? UNITS.other : UNITS.write;
};

/** Drive's units a minute, of one user in a project and of the whole project. */
export class DriveQuota {
  private readonly used = new Map<string, { readonly minute: number; readonly units: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly limits: () => DriveUnits,
  ) {}

  /** Counts one call; 403 when the user's budget is empty, 429 when the project's is, without counting it. */
  take(method: MeteredCall, user: string, project: string): void {
    const units = unitsOf(method);
    const { driveUnitsPerUser, driveUnitsPerProject } = this.limits();
    const keys = [`${project}/${user}`, project] as const;
    if (this.spent(keys[0]) + units > driveUnitsPerUser)
      throw new GoogleError(403, "userRateLimitExceeded", "User Rate Limit Exceeded");
    if (this.spent(keys[1]) + units > driveUnitsPerProject) throw this.tooFast();
    for (const key of keys) this.used.set(key, { minute: this.minute(), units: this.spent(key) + units });
  }

  /** The 429 of Drive, for an empty budget or an injected fault. */
  tooFast(): GoogleError {
    return new GoogleError(429, "rateLimitExceeded", "Rate Limit Exceeded");
  }

  private minute(): number {
    return Math.floor(this.clock.now() / MINUTE);
  }

  private spent(key: string): number {
    const used = this.used.get(key);
    return used?.minute === this.minute() ? used.units : 0;
  }
}
