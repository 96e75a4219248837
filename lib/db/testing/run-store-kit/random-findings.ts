import fc from "fast-check";
import type { FoundConflict } from "../../rows/conflicts";
import {
  at3,
  type Drawn,
  drawn,
  few,
  formsOf,
  name,
  nth,
  placeOf,
  rowOf,
  runOf,
  sideOf,
  type World,
} from "./drawn";
import { cellConflict, issue, keyOf } from "./samples";

const conflicted = fc.record({
  row: nth,
  field: fc.constantFrom("name", "city"),
  fingerprint: fc.constantFrom("f1", "f2"),
  resolved: fc.boolean(),
  by: at3,
});
type Conflicted = typeof conflicted extends fc.Arbitrary<infer Drawn> ? Drawn : never;

function conflictOf(world: World, { row, by, ...change }: Conflicted): FoundConflict {
  const candidates = [{ sideId: sideOf(world, by), value: "x", origin: null, by: `u${by}` }];
  return cellConflict(rowOf(world, row), "a", { ...change, candidates });
}

const reported = fc.record({
  side: at3,
  subject: name,
  row: fc.option(nth),
  field: fc.option(fc.constant("city")),
  reason: fc.constantFrom("not-as-written", "rule:format", "refused"),
  message: fc.constantFrom("One.", "Two."),
  severity: fc.constantFrom("error", "warning" as const),
});
type Reported = typeof reported extends fc.Arbitrary<infer Drawn> ? Drawn : never;

const issueOf = (world: World, { side, subject, row, ...change }: Reported) =>
  issue(sideOf(world, side), subject, { ...change, rowId: row === null ? null : rowOf(world, row) });

export const findings: readonly fc.Arbitrary<Drawn>[] = [
  drawn("conflicts", fc.tuple(fc.boolean(), few(conflicted)), ([isWriting, found], world, tx) =>
    tx.storeConflicts(
      { ...placeOf(world, isWriting ? 0 : 2), isWriting },
      found.map((one) => conflictOf(world, one)),
    ),
  ),
  drawn("mended", fc.tuple(nth, fc.subarray(["name", "city"])), ([row, fields], world, tx) =>
    tx.closeMendedConflicts(placeOf(world), [{ rowId: rowOf(world, row), fields }]),
  ),
  drawn("editors", at3, async (side, world, tx) => {
    const sideIds = [0, 1, 2].map((one) => sideOf(world, one));
    await tx.nameCandidates(placeOf(world), [{ sideId: sideOf(world, side), by: `u${side}`, name: "N" }]);
    return [
      await tx.unnamedEditors(placeOf(world), { sideIds, size: 2 }),
      await tx.choicesOf(world.registry.id, world.rows),
    ];
  }),
  drawn("issues", fc.tuple(at3, few(reported)), ([run, seen], world, tx) =>
    tx.reportIssues(
      placeOf(world, run),
      seen.map((one) => issueOf(world, one)),
    ),
  ),
  drawn("verify", fc.tuple(at3, fc.boolean()), async ([run, closes], world, tx) => {
    const place = { ...placeOf(world, run), plannedAt: world.planned.at(-1) ?? "infinity" };
    const all = [0, 1, 2].map((side) => sideOf(world, side));
    const invalid = await tx.newlyInvalid(place);
    if (closes) await tx.closeUnseenIssues({ ...place, lookedFrom: place.plannedAt });
    await tx.markKnown(place);
    return [
      ...[invalid, await tx.openIssues(world.registry.id)],
      await tx.verifyRegistry(world.registry.id, { all, required: all.slice(run) }),
    ];
  }),
];

export const orders: readonly fc.Arbitrary<Drawn>[] = [
  drawn("wishes", fc.tuple(fc.boolean(), few(nth)), ([isWriting, rows], world, tx) =>
    tx.takeWishes(
      { ...placeOf(world), isWriting },
      rows.map((row) => rowOf(world, row)),
    ),
  ),
  drawn("void wishes", fc.constant(null), (_, world, tx) => tx.dropWishesOfGone(world.registry.id)),
  drawn("exclude", fc.tuple(at3, nth, fc.option(name)), ([side, locator, called], world, tx) =>
    tx.storeExclusions({ registryId: world.registry.id, actor: {} }, [
      {
        ...{ sideId: sideOf(world, side), locator: `l${locator}`, reason: "unticked" },
        key: called === null ? null : (formsOf(called).matchKey ?? keyOf(called)),
      },
    ]),
  ),
  drawn("include", few(name), (names, world, tx) => tx.dropExclusions(world.registry.id, names.map(keyOf))),
  drawn("look back", at3, async (run, world, tx) => {
    const place = placeOf(world, run);
    return [
      await tx.versionsOfRun(place, world.rows),
      await tx.rowsOfRun(place),
      await tx.rowsOfPlan(place.runId),
      await tx.planCounts(place.runId),
      await tx.changedRows(place.runId),
      await tx.linkedRows(world.registry.id),
      await tx.linksOfRows(place, world.rows),
      await tx.rowsAt({ registryId: world.registry.id, at: new Date("2999-01-01") }, world.rows),
      await tx.deletedSince(world.registry.id, new Date(0)),
      await tx.orphansOfPlan(place),
    ];
  }),
  drawn("drop staged", fc.constant(null), (_, world, tx) => tx.dropStaged(runOf(world, 0))),
];
