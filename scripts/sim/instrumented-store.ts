import type { RunStore, RunTransaction } from "@/lib/db/run-store";

/** The moments at which something may go wrong between a run and its store; each may throw. */
export interface StoreMoments {
  /** Before a transaction, or a read outside one: nothing has happened yet. */
  begin(): Promise<void>;
  /** Before a call of a transaction, and before its commit: what it has done so far is undone if this throws. */
  call(): void;
  /** The transaction is durable. */
  committed(): Promise<void>;
}

/** The store with these moments around everything that is asked of it. */
export function instrumented(store: RunStore, moments: StoreMoments): RunStore {
  const outside =
    <Asked, Answer>(ask: (asked: Asked) => Promise<Answer>) =>
    async (asked: Asked): Promise<Answer> => {
      await moments.begin();
      return ask(asked);
    };
  return {
    load: outside((runId: string) => store.load(runId)),
    rulesOf: outside((registryId: string) => store.rulesOf(registryId)),
    transact: async (work) => {
      await moments.begin();
      const answer = await store.transact(async (tx) => {
        const done = await work(watched(tx, moments));
        moments.call();
        return done;
      });
      await moments.committed();
      return answer;
    },
  };
}

const watched = (tx: RunTransaction, { call }: StoreMoments): RunTransaction =>
  new Proxy(tx, {
    get(target, name) {
      const ask = Reflect.get(target, name);
      if (typeof ask !== "function") return ask;
      return (...given: unknown[]) => {
        call();
        return ask.apply(target, given);
      };
    },
  });
