import type { Identification, Identified, SetAside } from "../../rows/identify";
import type { MatchMode } from "../../stored-registry";
import { formOf, type MemoryClient } from "./client";
import { countFates } from "./fates";
import { mayHaveWritten } from "./operations";
import { lastCompleteLook } from "./run-progress";
import { compareText } from "./stored-json";
import { Refused } from "./table";
import { type BaseRow, type ObsRow, WHOLE } from "./tables";

/** As the SQL, statement by statement: each sees what the one before has changed, and nothing of its own. */
export function identifyRecords(client: MemoryClient, scope: Identification): Identified {
  if (client.temporary.identified) throw new Refused("42P07", "records are identified once in a transaction");
  client.temporary.identified = true;
  const found = new Found(client, scope);
  const unlinked = found.unlinked().map(({ sideId, ordinal }) => `${sideId} ${ordinal}`);
  found.doubtOwnTimes();
  found.setAsideKeys();
  found.matchToRows();
  found.makeRows();
  return { setAside: listSetAside(client, scope.runId), fates: countFates(client, scope, unlinked) };
}

class Found {
  private readonly modes: ReadonlyMap<string, MatchMode>;

  constructor(
    private readonly client: MemoryClient,
    private readonly scope: Identification,
  ) {
    this.modes = new Map(scope.modes.map(({ sideId, mode }) => [sideId, mode]));
  }

  private present(): ObsRow[] {
    return this.client.tables.obs.of(this.scope.runId).filter(({ state }) => state === "present");
  }

  /** Records that have no row yet and were not set aside. */
  unlinked(): ObsRow[] {
    return this.present().filter(({ rowId }) => rowId === null);
  }

  private mark(seen: readonly ObsRow[], change: Partial<ObsRow>): void {
    for (const one of seen) this.client.tables.obs.update(one, change);
  }

  doubtOwnTimes(): void {
    const { tables } = this.client;
    const since = lastCompleteLook(this.client, this.scope.registryId) ?? 0;
    const sent = tables.run
      .of(WHOLE)
      .filter(({ registryId }) => registryId === this.scope.registryId)
      .filter(({ id, touchedAt }) => id !== this.scope.runId && touchedAt >= since * 1_000)
      .flatMap(({ id }) => tables.plan.of(id))
      .filter((one) => one.op !== "delete" && one.status !== "done" && mayHaveWritten(one));
    const doubted = new Set(sent.map(({ sideId, key }) => `${sideId} ${key}`));
    const seen = this.unlinked().filter(({ sideId, key }) => doubted.has(`${sideId} ${key}`));
    this.mark(seen, { changedAt: null });
  }

  setAsideKeys(): void {
    const exclusions = this.client.tables.exclusion.of(this.scope.registryId);
    const places = new Set(exclusions.map(({ sideId, locator }) => `${sideId} ${locator}`));
    const keys = new Set(exclusions.flatMap(({ key }) => (key === null ? [] : [key])));
    const isKeptOut = (seen: ObsRow) =>
      places.has(`${seen.sideId} ${seen.locator}`) || (seen.key !== null && keys.has(formOf(seen) as string));
    if (exclusions.length > 0) this.mark(this.unlinked().filter(isKeptOut), { state: "excluded" });
    this.mark(
      this.present().filter(({ key }) => key === null),
      { state: "keyless" },
    );
    const alike = Map.groupBy(this.present(), (seen) => `${seen.sideId} ${formOf(seen)}`);
    for (const seen of alike.values()) if (seen.length > 1) this.mark(seen, { state: "duplicate" });
  }

  matchToRows(): void {
    const bases = Map.groupBy<string | null, BaseRow>(
      this.client.tables.base.of(this.scope.registryId),
      formOf,
    );
    const matched = this.unlinked().flatMap((seen) => {
      const row = bases.get(formOf(seen))?.find((base) => this.mayTake(seen, base));
      return row ? [{ seen, rowId: row.rowId }] : [];
    });
    for (const { seen, rowId } of matched) this.client.tables.obs.update(seen, { rowId });
    for (const seen of this.unlinked()) {
      const mode = this.modes.get(seen.sideId);
      if (mode === undefined || !bases.has(formOf(seen))) continue;
      this.mark([seen], { state: mode === "create-only" ? "collision" : "waiting" });
    }
  }

  private mayTake(seen: ObsRow, { rowId }: BaseRow): boolean {
    const mode = this.modes.get(seen.sideId);
    if (mode === undefined || (mode === "create-only" && !this.isLostCreate(seen.sideId, rowId)))
      return false;
    const link = this.client.tables.link.get(seen.sideId, rowId);
    if (!link) return true;
    const held = this.client.tables.obs.of(this.scope.runId);
    return !held.some(
      (own) => own.sideId === seen.sideId && own.locator === link.locator && own.state !== "absent",
    );
  }

  /** Whether another run may have created the row there without learning of it. */
  private isLostCreate(sideId: string, rowId: string): boolean {
    const { tables } = this.client;
    return tables.plan.all().some((operation) => {
      if (operation.rowId !== rowId || operation.sideId !== sideId || operation.op !== "create") return false;
      if (operation.runId === this.scope.runId) return false;
      if (operation.status === "done")
        return ENDED_EARLY.has(tables.run.get(WHOLE, operation.runId)?.status ?? "");
      return MAYBE_DONE.has(operation.status);
    });
  }

  makeRows(): void {
    const own = this.ownCreates();
    for (const { seen, sides, hasCreateOnly, strangers } of this.groups(own)) {
      if (sides > 1 && hasCreateOnly && strangers > 1) this.mark(seen, { state: "collision" });
    }
    for (const { seen, sides, onlyMatch } of this.groups(own)) {
      if (sides > 1 || !onlyMatch) this.mark(seen, { rowId: this.client.uuid() });
    }
  }

  private groups(own: ReadonlySet<string>) {
    const byForm = Map.groupBy(this.unlinked(), formOf);
    return [...byForm.values()].flatMap((seen) => {
      const asked = seen.filter(({ sideId }) => this.modes.has(sideId));
      if (asked.length === 0) return [];
      const modes = asked.map(({ sideId }) => this.modes.get(sideId));
      return {
        seen,
        sides: new Set(asked.map(({ sideId }) => sideId)).size,
        hasCreateOnly: modes.includes("create-only"),
        onlyMatch: modes.every((mode) => mode === "match-only"),
        strangers: asked.filter(({ sideId, key }) => !own.has(`${sideId} ${key}`)).length,
      };
    });
  }

  private ownCreates(): Set<string> {
    const { tables } = this.client;
    const failed = tables.run
      .of(WHOLE)
      .filter(({ id, registryId, status }) => {
        return registryId === this.scope.registryId && ENDED_EARLY.has(status) && id !== this.scope.runId;
      })
      .flatMap(({ id }) => tables.plan.of(id));
    const made = failed.filter(
      ({ op, status }) => op === "create" && (MAYBE_DONE.has(status) || status === "done"),
    );
    return new Set(made.map(({ sideId, key }) => `${sideId} ${key}`));
  }
}

const ENDED_EARLY: ReadonlySet<string> = new Set(["failed", "stopped"]);
const MAYBE_DONE: ReadonlySet<string> = new Set(["sent", "unknown", "dropped"]);

const SHOWN_OF_EACH = 10;
const LISTED_AT_MOST = 10_000;
const SET_ASIDE: ReadonlySet<string> = new Set(["duplicate", "keyless", "waiting", "collision"]);

function listSetAside({ tables }: MemoryClient, runId: string): SetAside[] {
  const seen = tables.obs.of(runId).filter(({ state }) => SET_ASIDE.has(state));
  if (seen.length === 0) return [];
  const bases = new Map(tables.base.all().map((row) => [row.rowId, row.cells]));
  const groups = Map.groupBy(seen, (one) =>
    JSON.stringify([one.sideId, one.state, formOf(one) ?? one.locator]),
  );
  const lines = [...groups.values()].map((group): SetAside => {
    const inOrder = group.toSorted((a, b) => a.ordinal - b.ordinal);
    const [first] = inOrder as [ObsRow];
    const subjects = group.map(({ key, locator }) => key ?? locator).sort(compareText);
    return {
      sideId: first.sideId,
      state: first.state as SetAside["state"],
      subject: subjects[0] ?? "",
      times: group.length,
      records: inOrder
        .slice(0, SHOWN_OF_EACH)
        .map(({ locator, cells, rowId }) => ({ locator, cells: cells ?? bases.get(rowId ?? "") ?? null })),
    };
  });
  return lines
    .sort(
      (a, b) =>
        compareText(a.sideId, b.sideId) || compareText(a.state, b.state) || compareText(a.subject, b.subject),
    )
    .slice(0, LISTED_AT_MOST);
}
