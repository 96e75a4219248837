/** One piece of text in one file of the product, and what a bug would have put in its place. */
export interface Planting {
  readonly file: string;
  readonly find: string;
  readonly put: string;
}

export interface Mutant {
  readonly name: string;
  readonly plantings: readonly Planting[];
}

const one = (name: string, file: string, [find, put]: readonly [string, string]): Mutant => ({
  name,
  plantings: [{ file, find, put }],
});

/**
 * Bugs that somebody might write, each in a copy of the product's own source. The simulator is only as good as it is at
 * finding them.
 */
export const MUTANTS: readonly Mutant[] = [
  one("base advanced at plan time", "lib/sync/commit.ts", [
    'const isDone = !operation || operation.status === "done";',
    "const isDone = true;",
  ]),
  one("no compare before write", "lib/sync/write-operation.ts", [
    "expect: operation.before ? book.translate(operation.before) : {},",
    "expect: {},",
  ]),
  one("no look-up before create", "scripts/sim/connector.ts", [
    'operation.op === "create" ? this.lookUp(asked[KEY] ?? null) :',
    'operation.op === "create" ? [] :',
  ]),
  one("no completeness check", "lib/sync/seal.ts", [
    "if (reason === null) continue;",
    "if (reason !== undefined) continue;",
  ]),
  {
    name: "no confirmation of deletes",
    plantings: [
      {
        file: "lib/sync/seal.ts",
        find: "if (isUsual && missing > Math.max(CONFIRM_FLOOR, linked * CONFIRM_SHARE)) {",
        put: "if (missing > 0 || linked < 0 || isUsual === null) {",
      },
      { file: "lib/sync/seal.ts", find: "if (before.since !== null) {", put: "if (missing < 0) {" },
      { file: "lib/sync/seal.ts", find: "unconfirmed: count };", put: "unconfirmed: 0 };" },
    ],
  },
  one("own echo counted in last-write-wins", "lib/engine/cell-merge.ts", [
    "const rivals = isContested(valid, base) ? baseCandidates(context) : [];",
    "const rivals = baseCandidates(context).map((one) => ({ ...one, origin: context.views.find(({ side }) => side.rules.sideId === one.sideId)?.origin ?? null }));",
  ]),
  one("own echo taken for an edit's time", "lib/sync/row-state.ts", [
    "const isOurs = changedAt !== null && changedAt <= writtenUntil + CLOCK_TOLERANCE_MS;",
    "const isOurs = changedAt !== null && changedAt < 0 && writtenUntil < 0;",
  ]),
  one("a worker's own clock trusted", "lib/sync/session.ts", [
    "return () => new Date(at + clock().getTime() - own);",
    "return () => new Date(at * 0 + own * 0 + clock().getTime());",
  ]),
  one("minute-rounded times trusted", "lib/sync/row-state.ts", [
    "changedAt + (record.grainMs ?? 0);",
    "changedAt;",
  ]),
  {
    name: "conflict logged after the effect",
    plantings: [
      {
        file: "lib/sync/planner.ts",
        find: "await this.writer.keepConflicts(found);",
        put: "this.session.late.push(...found);",
      },
      {
        file: "lib/sync/session.ts",
        find: "  private held: RunProgress;",
        put: '  late: import("@/lib/db/rows/conflicts").FoundConflict[] = [];\n  private held: RunProgress;',
      },
      {
        file: "lib/sync/commit.ts",
        find: "await tx.commitRows({ runId: owner.run.id, registryId: owner.registry.id }, commits);",
        put: "await tx.commitRows({ runId: owner.run.id, registryId: owner.registry.id }, commits); await tx.storeConflicts({ runId: owner.run.id, registryId: owner.registry.id, isWriting: true }, ((owner as { late?: never[] }).late ?? []).splice(0));",
      },
    ],
  },
  one("unknown treated as absent", "lib/sync/row-state.ts", [
    'const unreadable = (reason: string): Observed => ({ state: "unknown", reason });',
    'const unreadable = (reason: string): Observed => reason === "" ? { state: "unknown", reason } : { state: "absent", origin: null };',
  ]),
  one("carried treated as absent", "lib/sync/seal.ts", [
    "const count = await tx.carryUnseen({ runId: session.run.id, sideId, from: ordinal }, except);",
    "const count = (await tx.censusOf(session.run.id, sideId)).missing; await tx.markMissingAbsent({ runId: session.run.id, sideId, from: ordinal });",
  ]),
  one("duplicate keys merged", "lib/db/testing/memory-store/identify.ts", [
    "if (seen.length > 1) this.mark",
    "if (seen.length > 1_000) this.mark",
  ]),
  one("approval not bound to the plan's hash", "lib/engine/run-advance.ts", [
    'state.phase === "held" && event.planHash === state.planHash ?',
    'state.phase === "held" ?',
  ]),
  one("retry without reading first", "lib/sync/apply.ts", [
    "if (unsureMs > 0) return { done: false, waitMs: unsureMs };",
    "",
  ]),
  one("fencing token ignored", "lib/sync/session.ts", [
    "await tx.holdFence(this.lease);\n      const step",
    "const step",
  ]),
  one("lists merged by position", "lib/engine/set-merge.ts", [
    "  const members = new Set(membersOf(base));\n",
    "  const last = changes.at(-1);\n  if (last) return last.shown;\n  const members = new Set(membersOf(base));\n",
  ]),
  {
    name: "empty staging trusted",
    plantings: [
      {
        file: "lib/sync/seal.ts",
        find: "if ((await tx.stagedCount(session.run.id, id)) !== sideOf(session.progress, id).staged) return false;",
        put: "if ((await tx.stagedCount(session.run.id, id)) < 0) return false;",
      },
      {
        file: "lib/sync/plan.ts",
        find: "if (seal?.count !== staged.count || seal.digest !== staged.digest) return false;",
        put: "if (staged.count < 0) return false;",
      },
    ],
  },
  one("open links forgotten by changes", "lib/db/testing/memory-store/carry.ts", ["!pending && ", ""]),
  one("what a run could not commit is forgotten", "lib/sync/close.ts", ["await tx.keepOpen(planned);", ""]),
  one("new rows beyond the plan's room", "lib/billing/row-limit.ts", [
    "const admitted = Math.max(0, Math.min(arriving, free));",
    "const admitted = arriving;",
  ]),
];
