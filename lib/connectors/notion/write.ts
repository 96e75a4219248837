import type { Value } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import type { SideRecord, WriteOperation, WriteReport, Written } from "../connector";
import { changesTo, foundByKey, heldOf, shows } from "./compare";
import { errorOf, type Failure, workspaceFull } from "./failure";
import { holdsHosted } from "./file-codec";
import { HeldRows } from "./held-rows";
import type { Json } from "./json";
import { withPeopleById } from "./people-by-id";
import { fieldAtFault, type Prepared, prepare, refused, requestsOf, type WriteContext } from "./prepare";
import { isTrashed } from "./schema";

export const WRITE_BATCH = 100;

const MINUTE_MS = 60_000;
/**
 * How far our clock may be ahead of Notion's when a row in the trash is asked whether our create has just made it. As
 * little as that, because one that was deleted before must not be taken for it.
 */
const CLOCK_ERROR_MS = 60_000;

/**
 * Applies a batch. One query shows what all its rows hold now; then each operation is one call, and none
 * where nothing would change. Notion has no conditional write: between that query and the call a person's
 * edit of the same cell would be overwritten, which is as close as its API allows.
 *
 * A create whose answer was lost is looked for among the living and in the trash. One that a person has thrown away
 * meanwhile is done: with its record the caller sees it go, as any other, and makes no second one.
 */
export async function writeBatch(
  context: WriteContext,
  operations: readonly WriteOperation[],
  deadline: number,
): Promise<WriteReport> {
  if (operations.length > WRITE_BATCH) throw new AppError("internal", "Too many operations for one batch.");
  const written: Written[] = [];
  const report = (stopped: AppError | null): WriteReport => ({
    written,
    stopped,
    requests: context.calls.requests,
  });
  if (operations.length === 0) return report(null);
  if (Date.now() >= deadline) return report(outOfTime());
  try {
    const known = await context.known();
    const checked = operations.map((operation) => prepare(context.plan, known, operation));
    const rows = new HeldRows(context, known);
    await rows.fill(checked.filter((each): each is Prepared => "operation" in each));
    const batch = new Batch(context, rows);
    for (const each of checked) {
      if (Date.now() >= deadline) return report(outOfTime());
      written.push("operation" in each ? await batch.apply(each) : each);
      if (batch.stopped !== null) return report(batch.stopped);
    }
    return report(null);
  } catch (error) {
    if (error instanceof AppError) return report(error);
    throw error;
  }
}

const outOfTime = (): AppError => new AppError("upstream-unavailable", "The time for this step is used up.");

/** Applies prepared operations one by one. A thrown AppError means that the operation was not begun. */
class Batch {
  /** Set together with an outcome after which going on makes no sense. */
  stopped: AppError | null = null;
  private full = false;

  constructor(
    private readonly context: WriteContext,
    private readonly rows: HeldRows,
  ) {}

  apply(prepared: Prepared): Promise<Written> {
    const { operation } = prepared;
    switch (operation.op) {
      case "create":
        return this.create(prepared, prepared.key ?? []);
      case "update":
        return this.update(prepared, operation.locator);
      case "delete":
        return this.remove(prepared, operation.locator);
    }
  }

  private async create(prepared: Prepared, key: readonly Value[]): Promise<Written> {
    const { id } = prepared.operation;
    const there = await this.rows.withKey(key);
    if (there === null) {
      return refused(id, null, "key-not-searchable", "Notion cannot look the row up by its key.");
    }
    if (there.length > 0) return foundByKey(prepared, there);
    if (this.full) return refused(id, null, "workspace-full", FULL);
    const { calls, plan, people } = this.context;
    const cells = await withPeopleById(people, calls, prepared.cells);
    if ("refusal" in cells) return refused(id, cells.field, cells.refusal.reason, cells.refusal.message);
    const since = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - CLOCK_ERROR_MS;
    const answer = await calls.create(plan.dataSourceId, requestsOf(cells));
    if (answer.ok) return this.done(id, answer.value);
    const { failure } = answer;
    if (failure.kind === "rejected") return this.rejected(prepared, failure.text);
    if (failure.kind === "full") {
      this.full = true;
      return refused(id, null, "workspace-full", FULL);
    }
    if (failure.kind !== "lost" && failure.kind !== "conflict") throw errorOf(failure);
    const committed = failure.kind === "lost" ? failure.committedId : null;
    return this.settle(id, errorOf(failure), async () => {
      const made = committed === null ? null : await this.rows.committed(committed);
      if (made !== null) return { id, outcome: "done", record: made };
      const now = await this.rows.withKeyNow(key);
      if (now.length > 0) return foundByKey(prepared, now);
      const thrownAway = (await this.rows.trashedWithKey(key, since)).at(-1);
      return thrownAway === undefined ? null : foundByKey(prepared, [thrownAway]);
    });
  }

  private async update(prepared: Prepared, locator: string): Promise<Written> {
    const { id } = prepared.operation;
    const current = await this.rows.at(locator);
    if (typeof current === "string") return { id, outcome: "stale", record: null };
    const hidden = [...Object.keys(prepared.expect), ...prepared.cells.keys()].find(
      (field) => field in current.unknown,
    );
    if (hidden !== undefined) return unreadable(id, hidden, current);
    const changes = changesTo(current, prepared);
    if (changes === null) return { id, outcome: "stale", record: current };
    if (changes.size === 0) return { id, outcome: "done", record: current };
    const kept = [...changes].find(
      ([field, cell]) => "files" in cell.request && holdsHosted(current.cells[field]),
    );
    if (kept !== undefined) return refused(id, kept[0], "hosted-file", HOSTED);
    const { calls, people } = this.context;
    const cells = await withPeopleById(people, calls, changes);
    if ("refusal" in cells) return refused(id, cells.field, cells.refusal.reason, cells.refusal.message);
    const answer = await calls.update(current.locator, requestsOf(cells));
    if (answer.ok) return this.done(id, answer.value);
    return this.updateFailed(prepared, current.locator, answer.failure);
  }

  private async updateFailed(prepared: Prepared, locator: string, failure: Failure): Promise<Written> {
    const { id } = prepared.operation;
    switch (failure.kind) {
      case "rejected": {
        if (!/archived|trash/i.test(failure.text)) return this.rejected(prepared, failure.text);
        const now = await this.rows.atNow(locator);
        if (typeof now !== "string") return this.rejected(prepared, failure.text);
        return { id, outcome: "stale", record: null };
      }
      case "full":
        return refused(id, null, "workspace-full", FULL);
      case "not-found":
        this.rows.put(locator, "out-of-reach");
        return { id, outcome: "stale", record: null };
      case "conflict":
      case "lost":
        return this.settle(id, errorOf(failure), async () => {
          const now = await this.rows.atNow(locator);
          if (typeof now === "string") return { id, outcome: "stale", record: null };
          if (shows(now, heldOf(prepared))) return { id, outcome: "done", record: now };
          return failure.kind === "conflict" ? { id, outcome: "stale", record: now } : null;
        });
      default:
        throw errorOf(failure);
    }
  }

  private async remove(prepared: Prepared, locator: string): Promise<Written> {
    const { id } = prepared.operation;
    const gone = { id, outcome: "done", record: null } as const;
    const current = await this.rows.at(locator);
    if (current === "trashed") return gone;
    if (current === "out-of-reach") return { id, outcome: "stale", record: null };
    const hidden = Object.keys(prepared.expect).find((field) => field in current.unknown);
    if (hidden !== undefined) return unreadable(id, hidden, current);
    if (!shows(current, Object.entries(prepared.expect))) return { id, outcome: "stale", record: current };
    const answer = await this.context.calls.trash(current.locator);
    if (answer.ok && isTrashed(answer.value)) {
      this.rows.put(current.locator, "trashed");
      return gone;
    }
    const failure: Failure = answer.ok ? { kind: "lost", committedId: null } : answer.failure;
    switch (failure.kind) {
      case "not-found":
        return { id, outcome: "stale", record: null };
      case "rejected":
      case "conflict":
      case "lost":
        return this.settle(id, errorOf(failure), async () => {
          const now = await this.rows.atNow(current.locator);
          if (now === "trashed") return gone;
          if (now === "out-of-reach") return { id, outcome: "stale", record: null };
          if (failure.kind === "rejected") return refused(id, null, "rejected", REJECTED);
          return failure.kind === "conflict" ? { id, outcome: "stale", record: now } : null;
        });
      default:
        throw errorOf(failure);
    }
  }

  private async done(id: string, page: Json): Promise<Written> {
    return { id, outcome: "done", record: await this.rows.adopt(page) };
  }

  private rejected(prepared: Prepared, text: string): Written {
    this.context.forget();
    return refused(prepared.operation.id, fieldAtFault(prepared, text), "rejected", REJECTED);
  }

  /** After a lost answer: what `look` finds out, or unknown; and then the batch ends, for Notion is in trouble. */
  private async settle(id: string, trouble: AppError, look: () => Promise<Written | null>): Promise<Written> {
    try {
      const found = await look();
      if (found !== null) return found;
      this.stopped = trouble;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.stopped = error;
    }
    return {
      id,
      outcome: "unknown",
      message: "Notion's answer was lost; whether it was written is not known.",
    };
  }
}

const { message: full, remedy: roomFor } = workspaceFull();
/** A refused row has no remedy of its own beside its message. */
const FULL = `${full} ${roomFor}`;
const unreadable = (id: string, field: string, { unknown }: SideRecord): Written =>
  refused(
    id,
    field,
    "unreadable",
    `What the cell holds now cannot be read, so it is not overwritten. ${unknown[field] ?? ""}`,
  );
const HOSTED =
  "Notion keeps a file of the cell itself, which a write would throw away; remove it in Notion first.";
const REJECTED = "Notion did not accept the row.";
