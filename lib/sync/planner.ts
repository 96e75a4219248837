import "server-only";
import type { Candidate } from "@/lib/db/rows/candidates";
import type { SeenIssue } from "@/lib/db/rows/issues";
import type { RunTransaction } from "@/lib/db/run-store";
import { type MovedCells, MoveWatch } from "@/lib/engine/moved-cells";
import { type PreparedRules, prepareRules, puttingBack } from "@/lib/engine/prepare";
import { type Value, valuesEqual } from "@/lib/engine/value";
import type { CompiledRules } from "@/lib/rules/compile-rules";
import { checkDrafts } from "./check-drafts";
import { type Decided, storedForm } from "./decide";
import { type Draft, merged } from "./draft";
import { conflictsOf, isWhole, ruleIssues } from "./draft-findings";
import type { Watch } from "./edit-sources";
import { findRenames } from "./find-renames";
import { mergeRulesOf } from "./merge-rules";
import { Orders } from "./orders";
import { RowRoom } from "./plan-limit";
import { PlanWriter } from "./plan-writer";
import { type PlanFindings, sideOf } from "./progress";
import { readmit } from "./readmit";
import { placesOf } from "./relations";
import { rowStateOf, type SideOfRun } from "./row-state";
import type { RunSession } from "./session";
import { SET_ASIDE } from "./set-aside-records";

/** Candidates merged at a time: Node never holds more rows than these. */
const SLICE = 1_000;

/** What runs are asked for in which rows move by edits; the others bring back what was. */
const STEPPING: ReadonlySet<string> = new Set(["plain", "proposal", "put-back"]);

interface Judged {
  readonly draft: Draft;
  readonly stored: Decided;
}

/**
 * Makes one plan within the transaction of `tx`: every candidate merged, held against the rules, and stored slice
 * by slice through the writer.
 */
export class Planner {
  readonly writer: PlanWriter;
  /** Rows held against the rules, and proposed renames. */
  checked = 0;
  renames = 0;
  /** What became of each side's records. */
  fates: PlanFindings["fates"] = {};
  private readonly moves: MoveWatch;
  private readonly prepared: PreparedRules;
  private readonly puttingBack: PreparedRules | null;
  private readonly sortedIds: readonly string[];
  private readonly room: RowRoom;
  private readonly newKeys = new Set<string>();
  private readonly changed = new Map<string, number>();

  private constructor(
    private readonly tx: RunTransaction,
    private readonly session: RunSession,
    private readonly given: {
      readonly sides: readonly SideOfRun[];
      readonly rules: CompiledRules | null;
      readonly orders: Orders;
    },
  ) {
    const rules = mergeRulesOf(session, given.sides);
    const back = new Set(given.orders.putBackOn);
    this.prepared = prepareRules(rules);
    this.puttingBack = back.size === 0 ? null : prepareRules(puttingBack(rules, back));
    const movable = given.sides.filter(({ side }) => side.connector.abilities.cellsMayMove);
    this.moves = new MoveWatch(
      movable.map(({ side }) => side.definition.id),
      this.prepared,
    );
    this.writer = new PlanWriter(tx, session, given.sides);
    this.sortedIds = session.registry.fields.map((field) => field.id).sort();
    this.room = new RowRoom(tx, session);
  }

  static async open(
    tx: RunTransaction,
    session: RunSession,
    given: { readonly sides: readonly SideOfRun[]; readonly rules: CompiledRules | null },
  ): Promise<Planner> {
    return new Planner(tx, session, { ...given, orders: await Orders.of(tx, session) });
  }

  /** Changed cells of the fields whose changes need an approval, by field name. */
  get approvals(): readonly { readonly field: string; readonly cells: number }[] {
    return [...this.changed].map(([field, cells]) => ({ field, cells }));
  }

  /** Sides whose edits look like cells that went from row to row, with the fields' names. */
  get movedCells(): readonly MovedCells[] {
    const names = new Map(this.session.registry.fields.map(({ id, name }) => [id, name]));
    return this.moves
      .found()
      .map((found) => ({ ...found, fields: found.fields.map((id) => names.get(id) ?? id) }));
  }

  async planAll(): Promise<void> {
    const { tx, session, given } = this;
    const { registry, run } = session;
    const { putBackOn, rowIds } = given.orders;
    this.renames = await findRenames(session, tx, { sides: given.sides, putBackOn });
    await readmit(session, tx, rowIds);
    const { setAside, fates } = await tx.identifyRecords({
      runId: run.id,
      registryId: registry.id,
      modes: registry.sides.map((side) => ({ sideId: side.id, mode: side.match ?? registry.match })),
    });
    await tx.collectCandidates({
      runId: run.id,
      registryId: registry.id,
      sideIds: registry.sides.map((side) => side.id),
      all: registry.recheck > registry.rechecked,
      ordered: rowIds,
    });
    this.fates = fates;
    await this.writer.report(await given.orders.voidOfGone(tx, registry.sides[0]?.id ?? ""));
    // A run that puts old keys back makes room for what waits by itself.
    const told = setAside.filter(({ state }) => state !== "waiting" || putBackOn.length === 0);
    await this.writer.report(
      told.map(({ sideId, state, subject, records }) => ({
        ...SET_ASIDE[state],
        sideId,
        subject,
        rowId: null,
        field: null,
        records,
      })),
    );
    const watch = await this.watch();
    for (;;) {
      const slice = await tx.readCandidates(SLICE);
      if (slice.length === 0) break;
      await this.planSlice(slice, watch);
    }
    this.writer.counts.unchanged = Math.max(0, registry.rowCount - this.writer.rows);
  }

  private async watch(): Promise<Watch> {
    const { registry, progress } = this.session;
    const read = registry.sides.map(({ id }) => [id, sideOf(progress, id)] as const);
    return {
      lastLook: await this.tx.lastCompleteLook(registry.id),
      readUntil: Object.fromEntries(read.map(([id, { readUntil }]) => [id, readUntil])),
      waitedMs: Object.fromEntries(read.map(([id, { waitedMs }]) => [id, waitedMs])),
      seesEdits: registry.recheck === registry.rechecked,
    };
  }

  private async planSlice(candidates: readonly Candidate[], watch: Watch): Promise<void> {
    const drafts = await this.draft(candidates, watch);
    for (const { state } of drafts) this.moves.take(state);
    const { registry, run } = this.session;
    const { filter, leaving } = registry;
    const judgesSteps = registry.rowCount > 0 && STEPPING.has(run.request.kind);
    this.checked += await checkDrafts(drafts, this.given.rules, { filter, leaving, judgesSteps });
    const judged = drafts.map((draft) => ({ draft, stored: this.storedForm(draft, watch) }));
    const taken = await this.takenKeys(judged);
    const free = judged.filter(({ draft }) => !taken.has(draft.candidate.rowId));
    const { kept, waiting } = await this.room.share(free);
    await this.keepConflicts(kept);
    await this.writer.report([
      ...judged.flatMap((one) =>
        waiting.has(one) ? this.room.waits(one.draft) : [...one.stored.issues, ...ruleIssues(one.draft)],
      ),
      ...judged.flatMap((one) => (taken.has(one.draft.candidate.rowId) ? [this.keyTaken(one)] : [])),
    ]);
    for (const { draft } of kept) this.countApprovals(draft);
    await this.writer.store(kept.map(({ stored }) => stored));
  }

  private async draft(candidates: readonly Candidate[], look: Watch): Promise<Draft[]> {
    const { sides, orders } = this.given;
    const ordered = await orders.load(this.tx, candidates);
    for (const { side, book } of sides) {
      const known = candidates.flatMap((row) => [
        row.base?.cells ?? null,
        ...row.links.map((link) => link.acknowledged),
        ...row.records.map((record) => record.cells),
        orderedCells(ordered.get(row.rowId)?.order?.cells),
      ]);
      await book.load(this.tx, await placesOf(this.tx, side), known);
    }
    const back = new Set(this.puttingBack ? orders.rowIds : []);
    return candidates.map((candidate) => {
      const rules = this.puttingBack && back.has(candidate.rowId) ? this.puttingBack : this.prepared;
      const state = rowStateOf(candidate, sides, { look, ordered: ordered.get(candidate.rowId) });
      return { candidate, rules, state, decision: merged(state, rules, this.session.registry), found: [] };
    });
  }

  private storedForm({ candidate, state, decision }: Draft, watch: Watch): Decided {
    const { key, normalise } = this.session.registry;
    const { sides } = this.given;
    const { sortedIds } = this;
    return storedForm({ candidate, state, decision, sides, key, normalise, sortedIds, watch });
  }

  /** Rows whose wanted key is another's: in the base, on a side, or in this plan. */
  private async takenKeys(judged: readonly Judged[]): Promise<Set<string>> {
    const moved = judged.flatMap(({ stored: { decision } }) =>
      decision?.cells ? [{ rowId: decision.rowId, form: decision.matchKey ?? decision.key }] : [],
    );
    const taken = await this.tx.takenKeys(this.writer.place, moved);
    // A key put together of several sides' edits is shown by none of them.
    for (const { draft, stored } of judged) {
      const { key, matchKey } = stored.decision ?? {};
      if (key === undefined || key === draft.candidate.key) continue;
      const form = matchKey ?? key;
      if (this.newKeys.has(form)) taken.add(draft.candidate.rowId);
      this.newKeys.add(form);
    }
    return taken;
  }

  private async keepConflicts(kept: readonly Judged[]): Promise<void> {
    const found = kept.flatMap(({ draft }) => conflictsOf(draft));
    await this.writer.keepConflicts(found);
    if (!this.writer.isWriting) return;
    // A side that is put back shows its conflicts on: they are over once it is.
    const whole = kept.filter(({ draft }) => draft.rules === this.prepared && isWhole(draft));
    const rows = whole.map(({ draft: { candidate, decision } }) => ({
      rowId: candidate.rowId,
      fields: decision.conflicts.flatMap((one) => (one.kind === "cell" ? [one.field] : [])),
    }));
    await this.tx.closeMendedConflicts(this.writer.place, rows);
  }

  private countApprovals({ candidate, decision }: Draft): void {
    const before = candidate.base?.cells;
    if (!before || decision.outcome !== "merged") return;
    for (const field of this.session.registry.fields) {
      if (!this.session.registry.access[field.id]?.approval) continue;
      const [old, made] = [before[field.id] ?? null, decision.cells?.[field.id] ?? null];
      if (valuesEqual(old, made)) continue;
      this.changed.set(field.name, (this.changed.get(field.name) ?? 0) + 1);
    }
  }

  private keyTaken({ draft: { candidate }, stored }: Judged): SeenIssue {
    const isHeld = stored.decision?.key === candidate.key;
    const message = isHeld
      ? "Another row had its key on a side, and that row's record there is gone or cannot be read; this row waits until that one is settled."
      : "Its new key belongs to another row; it keeps its old one until the key is free.";
    const sideId = candidate.records[0]?.sideId ?? this.session.registry.sides[0]?.id ?? "";
    const place = { sideId, subject: candidate.key, rowId: candidate.rowId, field: null };
    return { ...place, reason: isHeld ? "key-held" : "key-taken", message };
  }
}

const orderedCells = (cells: Readonly<Record<string, { readonly value: Value }>> | undefined) =>
  cells ? Object.fromEntries(Object.entries(cells).map(([field, { value }]) => [field, value])) : null;
