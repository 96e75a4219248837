import type { RunStore } from "@/lib/db/run-store";
import type { Faults } from "./faults";
import { instrumented } from "./instrumented-store";
import type { Scheduler } from "./scheduler";

/** The process is gone: nothing of it runs any more, whatever it would have done next. */
export class Killed extends Error {}

/** How long a process may stand still without anybody's knowing: longer than its lease. */
const PAUSE_MS = 45_000;

export interface WorkerPlace {
  readonly faults: Faults;
  readonly scheduler: Scheduler;
  readonly store: RunStore;
  crashDatabase(): Promise<void>;
}

/** One process that carries runs. Once it is dead, every call that is left of it fails before it does anything. */
export class Worker {
  isDead = false;
  readonly store: RunStore;

  constructor(
    readonly name: string,
    private readonly place: WorkerPlace,
  ) {
    const { faults, scheduler } = place;
    this.store = instrumented(place.store, {
      begin: async () => {
        this.mayDie();
        if (faults.strikes("pause")) await scheduler.point(name, PAUSE_MS);
        await scheduler.point(name);
        if (faults.strikes("database-crash")) await place.crashDatabase();
        this.mayDie();
      },
      call: () => {
        this.mayDie();
        if (faults.strikes("database-error")) throw new Error("could not serialize access");
      },
      committed: async () => {
        if (faults.strikes("lost-commit")) throw new Error("terminating connection");
        this.mayDie();
      },
    });
  }

  /** Dies here, or has died before. */
  readonly mayDie = (): void => {
    if (!this.isDead && !this.place.faults.strikes("crash")) return;
    this.isDead = true;
    throw new Killed();
  };

  /** A moment in which others may come first, and in which the process may die. */
  readonly pause = async (): Promise<void> => {
    this.mayDie();
    await this.place.scheduler.point(this.name);
    this.mayDie();
  };
}
