import type { RunStore } from "@/lib/db/run-store";
import type { RunHost } from "@/lib/sync/host";
import { type BackendSeconds, backendSeconds, grownSeconds } from "./postgres-cpu";

/** What one phase of a run took, in seconds: by the clock, and of the processors of the worker and of Postgres. */
export interface PhaseCost {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly postgresSeconds: number;
}

/** Looks at the processors whenever a run notes the end of a phase: what was spent since the last look is the phase's. */
export class PhaseCosts {
  private readonly costs: Record<string, PhaseCost> = {};
  private at = performance.now();
  private cpu = process.cpuUsage();

  private constructor(
    private readonly url: string,
    private backends: BackendSeconds,
  ) {}

  static async begin(url: string): Promise<PhaseCosts> {
    return new PhaseCosts(url, await backendSeconds(url));
  }

  get byPhase(): Readonly<Record<string, PhaseCost>> {
    return this.costs;
  }

  /** The host with a store that tells of the phases that end. */
  watch(host: RunHost): RunHost {
    const { store } = host;
    const transact: RunStore["transact"] = async (work) => {
      let ended: string | null = null;
      const result = await store.transact((tx) =>
        work({
          ...tx,
          changeRun: (runId, change) => {
            const last = change.phases?.at(-1);
            if (last?.finishedAt) ended = last.name;
            return tx.changeRun(runId, change);
          },
        }),
      );
      if (ended !== null) await this.note(ended);
      return result;
    };
    return { ...host, store: { ...store, transact } };
  }

  private async note(phase: string): Promise<void> {
    const [at, cpu, backends] = [
      performance.now(),
      process.cpuUsage(this.cpu),
      await backendSeconds(this.url),
    ];
    const before = this.costs[phase] ?? { seconds: 0, cpuSeconds: 0, postgresSeconds: 0 };
    this.costs[phase] = {
      seconds: before.seconds + (at - this.at) / 1000,
      cpuSeconds: before.cpuSeconds + (cpu.user + cpu.system) / 1e6,
      postgresSeconds: before.postgresSeconds + grownSeconds(this.backends, backends),
    };
    // What looking costs is nobody's.
    [this.at, this.cpu, this.backends] = [performance.now(), process.cpuUsage(), backends];
  }
}
