import { AppError } from "@/lib/errors";
import type { RegistryDefinition } from "../../registries";
import type { PendingChoice } from "../../rows/browse-conflicts";
import type { Wish } from "../../rows/orders";
import type { LoadedRun, RunStore, RunTransaction, StoredRules } from "../../run-store";
import type { StoredRun } from "../../runs";
import { CALLS } from "./calls";
import { type MemoryClient, organizationOf } from "./client";
import { type Moment, momentOf } from "./moment";
import { storedRulesOf } from "./options";
import { keepChoice, storeWish } from "./people";
import { storedJson } from "./stored-json";
import { definitionOf, registryRowOf, runOf, runRowOf } from "./stored-rows";
import { type Journal, Refused } from "./table";
import { emptyTables, type OptionSetRow, type Tables, WHOLE } from "./tables";

/** Where a fault can be put: every call of a transaction, its `begin` and its `commit`, `load` and `rulesOf`. */
export type OnCall = (name: string, when: "before" | "after") => void | Promise<void>;

export interface MemoryRunStoreOptions {
  readonly now: () => Date;
  readonly uuid: () => string;
  /**
   * Asked around every call. What it throws is a lost connection: the transaction is undone, unless it was thrown
   * after its commit, which stands.
   */
  readonly onCall?: OnCall;
}

/** A transaction that is open. */
interface Open {
  /** Why nothing more can be asked of it. */
  broken: unknown;
  /** How a crash ends it from outside. */
  readonly end: (because: unknown) => void;
}

/** What the store keeps, for whoever checks it: rows are frozen, and whoever reads between transactions sees no half. */
export type ReadTables = { readonly [Name in keyof Tables]: Pick<Tables[Name], "of" | "all" | "get"> };

/**
 * One organization's database in memory, which answers `RunStore` as Postgres does. Transactions run one after
 * another, each whole or not at all. Time and chance come from outside.
 */
export class MemoryRunStore implements RunStore {
  private readonly journal: Journal = [];
  private readonly held = emptyTables(this.journal);
  private turn: Promise<unknown> = Promise.resolve();
  private open: Open | null = null;
  private lastNow: Moment = Number.NEGATIVE_INFINITY;
  private lastAt: Moment = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: MemoryRunStoreOptions) {
    this.held.organization.insert({ plan: "free", rowsOverSince: null });
    this.journal.length = 0;
  }

  get tables(): ReadTables {
    return this.held;
  }

  transact<T>(work: (tx: RunTransaction) => Promise<T>): Promise<T> {
    return this.inTurn(async () => {
      const crashed = Promise.withResolvers<never>();
      crashed.promise.catch(() => {});
      const open: Open = { broken: null, end: crashed.reject };
      this.open = open;
      try {
        await this.ask(open, "begin", "before");
        const tx = this.bound(open, this.client());
        await this.ask(open, "begin", "after");
        // A crash ends the transaction although its work goes on: what that asks for from then on is refused.
        const result = await Promise.race([work(tx), crashed.promise]);
        await this.ask(open, "commit", "before");
        requireWhole(open);
        this.journal.length = 0;
        await this.ask(open, "commit", "after");
        return result;
      } finally {
        open.broken ??= "it is over";
        this.open = null;
        this.undo();
      }
    });
  }

  load(runId: string): Promise<LoadedRun | null> {
    return this.looked("load", () => {
      const run = this.held.run.get(WHOLE, runId);
      const registry = run && this.held.registry.get(WHOLE, run.registryId);
      return run && registry ? { run: runOf(run), registry: definitionOf(registry) } : null;
    });
  }

  rulesOf(registryId: string): Promise<StoredRules | null> {
    return this.looked("rulesOf", () => storedRulesOf({ tables: this.held }, registryId));
  }

  addRegistry(definition: RegistryDefinition): Promise<void> {
    return this.change(({ tables }) => void tables.registry.insert(registryRowOf(definition)));
  }

  /** Changes what a registry's owner decides about it, or what stands of it. */
  changeRegistry(id: string, change: Partial<RegistryDefinition>): Promise<void> {
    return this.change(({ tables }) => {
      const registry = tables.registry.get(WHOLE, id);
      if (!registry) return;
      const changed = registryRowOf({ ...definitionOf(registry), ...change });
      const { epoch, revision, leaseRunId, leaseUntil, leaseHolder } = registry;
      tables.registry.update(registry, { ...changed, epoch, revision, leaseRunId, leaseUntil, leaseHolder });
    });
  }

  addRun(run: StoredRun): Promise<void> {
    return this.change(({ tables, at }) => {
      if (!tables.registry.get(WHOLE, run.registryId)) throw new Refused("23503", "the run has no registry");
      tables.run.insert(runRowOf(run, at));
    });
  }

  /** Changes a run as its requesters and deciders do. */
  changeRun(id: string, change: Partial<StoredRun>): Promise<void> {
    return this.change(({ tables, at }) => {
      const run = tables.run.get(WHOLE, id);
      if (run) tables.run.update(run, runRowOf({ ...runOf(run), ...change }, at));
    });
  }

  /** Gives the organization another plan; it begins with the free one. */
  setPlan(plan: string): Promise<void> {
    return this.change((client) => {
      client.tables.organization.update(organizationOf(client), { plan });
    });
  }

  /** The published schema of a registry; null takes it back. */
  setRules(registryId: string, document: unknown): Promise<void> {
    return this.change(({ tables }) => {
      const schema = tables.schema.get(WHOLE, registryId);
      if (schema) tables.schema.delete(schema);
      if (document !== null) tables.schema.insert({ registryId, document: storedJson(document) });
    });
  }

  addOptionSet(set: OptionSetRow): Promise<void> {
    return this.change(({ tables }) => void tables.optionSet.insert(storedJson(set)));
  }

  storeWish(registryId: string, wish: Wish & { readonly actor: unknown }): Promise<void> {
    return this.change((client) => storeWish(client, registryId, wish));
  }

  /** False if the conflict was settled, or is being, since it was looked at. */
  keepChoice(conflictId: string, choice: PendingChoice): Promise<boolean> {
    return this.change((client) => keepChoice(client, conflictId, choice));
  }

  /** Postgres crashes and is back at once: the open transaction is undone, and what is not logged is empty. */
  crash(): void {
    const because = new Refused("57P01", "the server has crashed");
    if (this.open) {
      this.open.broken = because;
      this.open.end(because);
    }
    this.undo();
    this.held.obs.lose();
  }

  private bound(open: Open, client: MemoryClient): RunTransaction {
    const calls = Object.entries(CALLS) as [string, (client: MemoryClient, ...rest: unknown[]) => unknown][];
    const entries = calls.map(([name, call]) => [
      name,
      async (...rest: unknown[]) => {
        requireWhole(open);
        await this.ask(open, name, "before");
        requireWhole(open);
        const answer = answerOf(open, () => call(client, ...rest));
        await this.ask(open, name, "after");
        return answer;
      },
    ]);
    return Object.fromEntries(entries) as RunTransaction;
  }

  private client(): MemoryClient {
    return { tables: this.held, at: this.begun(), uuid: this.options.uuid, temporary: {} };
  }

  /** `now()` of a transaction that begins: of two within one tick of the clock, the second is a microsecond later. */
  private begun(): Moment {
    const now = momentOf(this.options.now());
    this.lastAt = now === this.lastNow ? this.lastAt + 1 : now;
    this.lastNow = now;
    return this.lastAt;
  }

  private async ask(open: Open | null, name: string, when: "before" | "after"): Promise<void> {
    if (!this.options.onCall) return;
    try {
      await this.options.onCall(name, when);
    } catch (thrown) {
      if (open) open.broken ??= thrown;
      throw thrown;
    }
  }

  private looked<T>(name: string, look: () => T): Promise<T> {
    return this.inTurn(async () => {
      await this.ask(null, name, "before");
      const found = look();
      await this.ask(null, name, "after");
      return found;
    });
  }

  private change<T>(work: (client: MemoryClient) => T): Promise<T> {
    return this.inTurn(async () => {
      try {
        const result = work(this.client());
        this.journal.length = 0;
        return result;
      } catch (thrown) {
        this.undo();
        throw thrown;
      }
    });
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => {});
    return mine;
  }

  private undo(): void {
    for (const takeBack of this.journal.splice(0).reverse()) takeBack();
  }
}

/** Like Postgres after an error: nothing is answered until the transaction ends, which undoes it. */
function requireWhole(open: Open): void {
  if (open.broken === null) return;
  if (open.broken instanceof Refused && open.broken.code === "57P01") throw open.broken;
  throw new Refused("25P02", "the transaction is aborted", { cause: open.broken });
}

/** What a call refuses itself leaves the transaction whole, as it does in SQL; what its tables refuse does not. */
function answerOf(open: Open, call: () => unknown): unknown {
  try {
    return call();
  } catch (thrown) {
    if (!(thrown instanceof AppError)) open.broken ??= thrown;
    throw thrown;
  }
}
