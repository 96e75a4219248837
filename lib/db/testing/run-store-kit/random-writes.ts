import fc from "fast-check";
import {
  at3,
  city,
  type Drawn,
  drawn,
  few,
  formsOf,
  NAMES,
  name,
  nth,
  placeOf,
  rowOf,
  runOf,
  sideOf,
  type World,
} from "./drawn";
import { commitOf, companyCells, decision, linkOf, operation, outcome } from "./samples";

/** Most decisions are on the row that has their name at first. */
const decided = fc.record({
  row: fc.option(nth, { freq: 1 }),
  name,
  city,
  hash: fc.constantFrom("m1", "m2", "m3"),
  before: fc.option(city),
  outcome: fc.constantFrom("merged", "merged", "merged", "merged", "deleted", "outside" as const),
  ordinal: nth,
  chunk: fc.nat({ max: 1 }),
  origin: fc.nat({ max: 1 }),
});
type Decided = typeof decided extends fc.Arbitrary<infer Drawn> ? Drawn : never;

const decisionOf = (world: World, { row, name: called, city: town, before, origin, ...rest }: Decided) =>
  decision(rowOf(world, row ?? NAMES.indexOf(called)), called, {
    ...{ ...rest, ...formsOf(called), cells: companyCells(called, town) },
    before: before === null ? null : companyCells(called, before),
    origins: origin === 0 ? {} : { city: { after: 0, before: origin } },
  });

const linked = fc.record({
  side: at3,
  locator: fc.option(nth, { freq: 1 }),
  hash: fc.constantFrom("h1", "h2", null),
  pending: fc.boolean(),
  acknowledged: fc.option(city.map((town) => companyCells("x", town))),
});

const committed = fc.record({
  made: decided,
  apply: fc.constantFrom(true, true, false),
  links: fc.uniqueArray(linked, { selector: ({ side }) => side, maxLength: 3 }),
  unlink: fc.array(at3, { maxLength: 1 }),
});

export const writing: readonly fc.Arbitrary<Drawn>[] = [
  drawn("decisions", fc.tuple(fc.nat({ max: 1 }), few(decided)), ([run, made], world, tx) =>
    tx.storeDecisions(
      runOf(world, run),
      made.map((one) => decisionOf(world, one)),
    ),
  ),
  drawn(
    "operations",
    fc.tuple(
      fc.nat({ max: 1 }),
      few(fc.tuple(nth, at3, nth, name, fc.constantFrom("create", "update", "delete"))),
    ),
    ([run, made], world, tx) =>
      tx.storeOperations(
        runOf(world, run),
        made.map(([row, side, ordinal, called, op]) =>
          operation(rowOf(world, row), sideOf(world, side), { ordinal, key: formsOf(called).key, op }),
        ),
      ),
  ),
  drawn("sent", fc.tuple(fc.nat({ max: 1 }), few(nth)), ([run, ordinals], world, tx) =>
    tx.markSent(runOf(world, run), ordinals),
  ),
  drawn("take back", fc.tuple(fc.nat({ max: 1 }), few(nth)), ([run, ordinals], world, tx) =>
    tx.takeBackSent(runOf(world, run), ordinals),
  ),
  drawn("unsure", at3, async (side, world, tx) => {
    const place = { registryId: world.registry.id, sideId: sideOf(world, side), withinMs: 3_600_000 };
    // How long ago is each store's own; whether there is one is not.
    return (await tx.lastUnsureCreate(place)) === null;
  }),
  drawn(
    "outcomes",
    fc.tuple(
      fc.nat({ max: 1 }),
      fc.uniqueArray(nth, { maxLength: 3 }),
      fc.constantFrom("done", "unknown", "dropped"),
    ),
    ([run, ordinals, status], world, tx) =>
      tx.recordOutcomes(
        runOf(world, run),
        ordinals.map((ordinal) => outcome(ordinal, { status })),
      ),
  ),
  drawn("overtake", fc.tuple(fc.nat({ max: 1 }), few(nth)), async ([run, rows], world, tx) => {
    await tx.overtakeRows(
      runOf(world, run),
      rows.map((row) => rowOf(world, row)),
    );
    return [
      await tx.operationsOfChunk(runOf(world, run), 0),
      (await tx.leftRuns(placeOf(world))).map((left) => world.runs.indexOf(left)),
    ];
  }),
  drawn("void", fc.nat({ max: 1 }), async (chunk, world, tx) => {
    await tx.voidOvertaken({
      ...placeOf(world),
      chunk,
      plannedAt: world.planned.at(-1) ?? "infinity",
      isOld: chunk === 1,
    });
    return [
      await tx.uncommittedDecisions(runOf(world, 0), chunk),
      await tx.operationsOfChunk(runOf(world, 0), chunk),
    ];
  }),
  ...[1, 2, 3].map(() =>
    drawn("commit", fc.tuple(fc.constantFrom(0, 0, 1), few(committed)), ([run, commits], world, tx) => {
      const rows = new Map(commits.map((one) => [decisionOf(world, one.made).rowId, one]));
      // One decision for each row, as a plan has them: of two, SQL may take either.
      return tx.commitRows(
        placeOf(world, run),
        [...rows.values()].map(({ made, apply, links, unlink }) => {
          const own = decisionOf(world, made);
          return commitOf(own, {
            apply,
            links: links.map(({ side, locator, ...link }) =>
              linkOf(sideOf(world, side), own.rowId, "", {
                ...link,
                locator: `l${locator ?? world.rows.indexOf(own.rowId)}`,
              }),
            ),
            unlink: unlink.map((side) => sideOf(world, side)),
          });
        }),
      );
    }),
  ),
];
