import "server-only";
import type { RowClient } from "@/lib/db/row-store";
import {
  type Candidate,
  collectCandidates,
  identifyRecords,
  readCandidates,
  takenKeys,
} from "@/lib/db/rows/candidates";
import {
  closeMendedConflicts,
  reportIssues,
  type SeenIssue,
  storeConflicts,
  storeDecisions,
  storeOperations,
} from "@/lib/db/rows/plan-store";
import { overWholeSets } from "@/lib/db/rows/whole-sets";
import { lastCompleteLook } from "@/lib/db/run-progress";
import { mergeRow } from "@/lib/engine/merge";
import { addToPlanHash, startPlanHash } from "@/lib/engine/plan";
import { type PreparedRules, prepareRules } from "@/lib/engine/prepare";
import { isWriting } from "@/lib/engine/run-advance";
import { type Decided, storedForm } from "./decide";
import { mergeRulesOf } from "./merge-rules";
import { NO_SIDE } from "./progress";
import { placesOf } from "./relations";
import { type Look, rowStateOf, type SideOfRun } from "./row-state";
import type { RunSession } from "./session";
import { digest } from "./sides";

/** Candidates merged at a time: Node never holds more rows than these. */
const SLICE = 2_000;

/** Rows decided per chunk at most; a chunk also ends when a side has as many operations as it takes at once. */
const ROWS_PER_CHUNK = 2_000;

/**
 * Makes one plan within the transaction of `client`: every candidate merged, numbered into chunks and stored slice by
 * slice. `hash`, `counts` and `chunks` grow with it.
 */
export class Planner {
  hash = startPlanHash();
  counts = { conflict: 0, issue: 0, create: 0, update: 0, delete: 0, unchanged: 0 };
  private readonly rules: PreparedRules;
  private readonly sortedIds: readonly string[];
  private chunk = 0;
  private rowsInChunk = 0;
  private rows = 0;
  private operations = 0;
  private readonly inChunk = new Map<string, number>();
  private readonly newKeys = new Set<string>();

  constructor(
    private readonly client: RowClient,
    private readonly session: RunSession,
    private readonly sides: readonly SideOfRun[],
  ) {
    this.rules = prepareRules(mergeRulesOf(session, sides));
    this.sortedIds = session.registry.fields.map((field) => field.id).sort();
  }

  get chunks(): number {
    return this.rows === 0 ? 0 : this.chunk + 1;
  }

  async planAll(): Promise<void> {
    const { registry, run } = this.session;
    const scope = { runId: run.id, registryId: registry.id, sideIds: registry.sides.map((side) => side.id) };
    const setAside = await overWholeSets(this.client, async () => {
      const found = await identifyRecords(this.client, { ...scope, match: registry.match });
      await collectCandidates(this.client, scope);
      return found;
    });
    await this.report(
      setAside.map(({ sideId, state, subject }) => ({
        ...SET_ASIDE[state],
        sideId,
        subject,
        rowId: null,
        field: null,
      })),
    );
    const look = await this.look();
    for (;;) {
      const slice = await readCandidates(this.client, SLICE);
      if (slice.length === 0) break;
      await this.planSlice(slice, look);
    }
    this.counts.unchanged = Math.max(0, registry.rowCount - this.rows);
  }

  private async look(): Promise<Look> {
    const readAt = this.session.registry.sides.map(
      (side) => [side.id, (this.session.progress.sides[side.id] ?? NO_SIDE).readAt] as const,
    );
    return {
      lastLook: await lastCompleteLook(this.client, this.session.registry.id),
      readAt: Object.fromEntries(readAt),
    };
  }

  private async planSlice(candidates: readonly Candidate[], look: Look): Promise<void> {
    for (const { side, book } of this.sides) {
      const known = candidates.flatMap((row) => [
        row.base?.cells ?? null,
        ...row.links.map((l) => l.acknowledged),
        ...row.records.map((r) => r.cells),
      ]);
      await book.load(this.client, await placesOf(this.client, side), known);
    }
    const decided = candidates.map((candidate) => this.decide(candidate, look));
    const moved = decided.flatMap(({ stored }) => (stored.decision?.cells ? [stored.decision] : []));
    const place = { runId: this.session.run.id, registryId: this.session.registry.id };
    const taken = await takenKeys(this.client, place, moved);
    // A key put together of several sides' edits is shown by none of them.
    for (const { candidate, stored } of decided) {
      const key = stored.decision?.key;
      if (key === undefined || key === candidate.key) continue;
      if (this.newKeys.has(key)) taken.add(candidate.rowId);
      this.newKeys.add(key);
    }
    await this.store(decided, taken);
  }

  private decide(candidate: Candidate, look: Look) {
    const state = rowStateOf(candidate, this.sides, look);
    const decision = mergeRow(state, this.rules);
    const stored = storedForm({
      candidate,
      state,
      decision,
      sides: this.sides,
      key: this.session.registry.key,
      sortedIds: this.sortedIds,
    });
    const isRead = state.sides.every(
      ({ observed }) => observed.state !== "present" || observed.unknown.length === 0,
    );
    const isFrozen = decision.outcome === "frozen";
    return { candidate, stored, conflicts: isFrozen ? [] : decision.conflicts, isWhole: isRead && !isFrozen };
  }

  private async store(
    decided: readonly ReturnType<Planner["decide"]>[],
    taken: ReadonlySet<string>,
  ): Promise<void> {
    const place = { runId: this.session.run.id, registryId: this.session.registry.id };
    const issues = decided.flatMap(({ candidate, stored }) =>
      taken.has(candidate.rowId) ? [...stored.issues, this.keyTaken(candidate)] : stored.issues,
    );
    const kept = decided.filter(({ candidate }) => !taken.has(candidate.rowId));
    const conflicts = kept.flatMap(({ candidate, conflicts: found }) =>
      found.map((conflict) => ({ rowId: candidate.rowId, key: candidate.key, conflict })),
    );
    this.counts.conflict += conflicts.length;
    await storeConflicts(this.client, place, conflicts);
    if (isWriting(this.session.run.kind)) {
      const whole = kept.filter(({ isWhole }) => isWhole);
      await closeMendedConflicts(
        this.client,
        place,
        whole.map(({ candidate }) => candidate.rowId),
      );
    }
    await this.report(issues);
    const numbered = kept.map(({ stored }) => this.number(stored));
    await storeDecisions(
      this.client,
      place.runId,
      numbered.flatMap(({ decision }) => (decision ? [decision] : [])),
    );
    await storeOperations(
      this.client,
      place.runId,
      numbered.flatMap(({ operations }) => operations),
    );
  }

  private number({ decision, operations }: Decided) {
    if (!decision) return { decision: null, operations: [] };
    const full = this.sides.some(({ side }) => {
      const waiting = this.inChunk.get(side.definition.id) ?? 0;
      return waiting > 0 && waiting + 1 > side.connector.abilities.writeBatch;
    });
    if (full || this.rowsInChunk >= ROWS_PER_CHUNK) {
      this.chunk += 1;
      this.rowsInChunk = 0;
      this.inChunk.clear();
    }
    this.rowsInChunk += 1;
    const row = { ...decision, ordinal: this.rows++, chunk: this.chunk };
    const numbered = operations.map((operation) => {
      this.inChunk.set(operation.sideId, (this.inChunk.get(operation.sideId) ?? 0) + 1);
      this.counts[operation.op] += 1;
      const text = JSON.stringify([
        operation.rowId,
        operation.sideId,
        operation.op,
        operation.locator,
        operation.before,
        operation.cells,
      ]);
      this.hash = addToPlanHash(this.hash, text, digest);
      return { ...operation, ordinal: this.operations++, chunk: this.chunk };
    });
    return { decision: row, operations: numbered };
  }

  private async report(issues: readonly SeenIssue[]): Promise<void> {
    this.counts.issue += issues.length;
    await reportIssues(
      this.client,
      { runId: this.session.run.id, registryId: this.session.registry.id },
      issues,
    );
  }

  private keyTaken(candidate: Candidate): SeenIssue {
    const message = "Its new key belongs to another row; it keeps its old one until the key is free.";
    const sideId = candidate.records[0]?.sideId ?? this.session.registry.sides[0]?.id ?? "";
    return {
      sideId,
      subject: candidate.key,
      rowId: candidate.rowId,
      field: null,
      reason: "key-taken",
      message,
    };
  }
}

const SET_ASIDE = {
  duplicate: {
    reason: "duplicate-key",
    message: "More than one record has this key; none of them is synced until the key is unique.",
  },
  keyless: { reason: "empty-key", message: "The record has no key; it is synced as soon as it has one." },
} as const;
