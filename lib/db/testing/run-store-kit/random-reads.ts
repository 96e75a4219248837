import fc from "fast-check";
import type { StagedRecord } from "../../rows/stage";
import type { MatchMode } from "../../stored-registry";
import {
  at3,
  city,
  type Drawn,
  drawn,
  few,
  formsOf,
  NAMES,
  name,
  nameNewRows,
  nth,
  placeOf,
  rowOf,
  runOf,
  sideOf,
} from "./drawn";
import { companyCells, keyOf, partitionOf } from "./samples";

/** Most records stand where the row of their name is linked at first, so that links and keys often agree. */
const record: fc.Arbitrary<StagedRecord> = fc
  .record({
    name: fc.option(name, { freq: 9 }),
    locator: fc.option(nth, { freq: 1 }),
    variant: fc.constantFrom(true, false, false),
    hash: fc.constantFrom("h1", "h1", "h2"),
    city,
    isRead: fc.constantFrom(true, true, true, false),
    state: fc.constantFrom("present", "present", "present", "present", "absent", "unknown" as const),
  })
  .map(({ name: called, locator, variant, hash, city: town, isRead, state }) => ({
    ...{ locator: `l${locator ?? NAMES.indexOf(called ?? "")}`, hash, state },
    unknown: isRead ? null : { city: "why" },
    ...(called === null ? { key: null, matchKey: null } : formsOf(called)),
    ...(called !== null && variant
      ? { key: keyOf(`${called} `), matchKey: keyOf(called.toLowerCase()) }
      : {}),
    ...{ cells: companyCells(called ?? "", town), changedAt: locator, grainMs: null, changedBy: called },
  }));

/** The partitions of the locators that are drawn here, as `carryUnseen` divides them, and one that none is in. */
const partition = fc.constantFrom(...[0, 1, 2, 3, 4].map((at) => partitionOf(`l${at}`)), 1_024);

const told = fc.record({
  gone: fc.array(
    nth.map((locator) => `l${locator}`),
    { maxLength: 1 },
  ),
  readWhole: fc.array(partition, { maxLength: 1 }),
});

const mark = fc.option(
  fc.record({
    mark: fc.constantFrom("m1", "m2"),
    under: fc.constant("u"),
    wholeAt: fc.nat({ max: 3 }),
    plannedAt: fc.constant("infinity"),
  }),
  { freq: 3 },
);

export const staging: readonly fc.Arbitrary<Drawn>[] = [
  drawn("carry", fc.tuple(at3, fc.integer({ min: 400, max: 900 }), told), ([side, from, except], world, tx) =>
    tx.carryUnseen(
      { runId: runOf(world, 0), sideId: sideOf(world, side), from },
      { ...except, writtenSince: "infinity" },
    ),
  ),
  drawn("unstage", fc.tuple(at3, fc.option(few(nth), { freq: 3 })), ([side, locators], world, tx) =>
    tx.unstage(
      { runId: runOf(world, 0), sideId: sideOf(world, side) },
      locators?.map((locator) => `l${locator}`) ?? null,
    ),
  ),
  drawn("keep open", fc.constantFrom("infinity", "-infinity"), (plannedAt, world, tx) =>
    tx.keepOpen({ runId: runOf(world, 0), plannedAt }),
  ),
  drawn("mark", fc.tuple(at3, mark), async ([side, left], world, tx) => {
    await tx.setSideMark(sideOf(world, side), left);
    return [
      await tx.sideMarks(world.registry.id),
      await tx.hasStrangers({ runId: runOf(world, 0), sideId: sideOf(world, side) }),
    ];
  }),
  drawn("stage", fc.tuple(at3, fc.nat({ max: 400 }), few(record)), ([side, from, records], world, tx) =>
    tx.stageRecords({ runId: runOf(world, 0), sideId: sideOf(world, side), from }, records),
  ),
  drawn("mark missing", fc.tuple(at3, fc.nat({ max: 400 })), ([side, from], world, tx) =>
    tx.markMissingAbsent({ runId: runOf(world, 0), sideId: sideOf(world, side), from }),
  ),
  drawn("look at what is staged", at3, async (side, world, tx) => {
    const place = { ...placeOf(world), sideId: sideOf(world, side) };
    return [
      await tx.sealOf(place.runId, place.sideId),
      await tx.censusOf(place.runId, place.sideId),
      await tx.stagedCount(place.runId, place.sideId),
      await tx.presentCount(place.runId, place.sideId),
      await tx.missingLocators(place, 3),
      await tx.lostRecords(place),
      await tx.unknownRecords(place),
    ];
  }),
  drawn("rename", fc.tuple(at3, nth, nth), ([side, row, locator], world, tx) =>
    tx.takeForRenamed({ runId: runOf(world, 0), sideId: sideOf(world, side) }, [
      { rowId: rowOf(world, row), locator: `l${locator}` },
    ]),
  ),
  drawn("readmit", fc.tuple(nth, name), async ([row, called], world, tx) => {
    const rowId = rowOf(world, row);
    const form = formsOf(called).matchKey ?? keyOf(called);
    await tx.readmitRecords(placeOf(world), [{ rowId, form }]);
    return tx.goneRows(world.registry.id, world.rows);
  }),
];

const mode = fc.constantFrom<MatchMode[]>("match-then-create", "match-only", "create-only");

/** All that is read of three sides, and what becomes of it; what it does not show is missing, gone, or as it was. */
export const plan = drawn(
  "read and plan",
  fc.record({
    shown: fc.tuple(...[0, 1, 2].map(() => fc.array(record, { maxLength: 6 }))),
    modes: fc.oneof(
      mode.map((one) => [one, one, one]),
      fc.tuple(mode, mode, mode),
    ),
    rest: fc.constantFrom("missing", "absent", "carried"),
  }),
  async ({ shown, modes, rest }, world, tx) => {
    const place = placeOf(world);
    const sideIds = [0, 1, 2].map((side) => sideOf(world, side));
    await tx.dropStaged(place.runId);
    for (const [side, records] of shown.entries()) {
      const at = { runId: place.runId, sideId: sideOf(world, side) };
      await tx.stageRecords({ ...at, from: 0 }, records);
      const after = { ...at, from: records.length };
      if (rest === "absent") await tx.markMissingAbsent(after);
      if (rest === "carried")
        await tx.carryUnseen(after, { gone: [], readWhole: [], writtenSince: "infinity" });
    }
    const asked = modes.map((one, side) => ({ sideId: sideOf(world, side), mode: one }));
    const identified = await tx.identifyRecords({ ...place, modes: asked });
    const compared = asked.map(({ sideId, mode }) => ({ sideId, required: mode !== "match-only" }));
    const drift = await tx.driftOf({ ...place, sides: compared });
    await tx.collectCandidates({ ...place, sideIds, all: false, ordered: [] });
    const candidates = await tx.readCandidates(500);
    nameNewRows(world, candidates);
    return [identified, drift, candidates];
  },
);

export const planning: readonly fc.Arbitrary<Drawn>[] = [
  drawn("identify", fc.tuple(mode, mode, mode), (modes, world, tx) =>
    tx.identifyRecords({
      ...placeOf(world),
      modes: modes.map((one, side) => ({ sideId: sideOf(world, side), mode: one })),
    }),
  ),
  drawn(
    "candidates",
    fc.tuple(fc.boolean(), fc.array(nth, { maxLength: 2 }), at3),
    async (given, world, tx) => {
      const [all, ordered, sides] = given;
      const sideIds = [0, 1, 2].slice(0, sides + 1).map((side) => sideOf(world, side));
      const rowIds = ordered.map((row) => rowOf(world, row));
      await tx.collectCandidates({ ...placeOf(world), sideIds, all, ordered: rowIds });
      const candidates = [...(await tx.readCandidates(3)), ...(await tx.readCandidates(500))];
      nameNewRows(world, candidates);
      return candidates;
    },
  ),
  drawn("taken keys", few(fc.tuple(nth, name)), (wanted, world, tx) =>
    tx.takenKeys(
      placeOf(world),
      wanted.map(([row, called]) => ({
        rowId: rowOf(world, row),
        form: formsOf(called).matchKey ?? keyOf(called),
      })),
    ),
  ),
  drawn("moment", fc.constant(null), async (_, world, tx) => {
    world.planned.push(await tx.transactionTime());
  }),
  drawn("clear", at3, (run, world, tx) => tx.clearPlan(runOf(world, run))),
];
