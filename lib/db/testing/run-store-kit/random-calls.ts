import fc from "fast-check";
import { city, type Drawn, formsOf, NAMES, nth, placeOf, rowOf, type World } from "./drawn";
import { findings, orders } from "./random-findings";
import { plan, planning, staging } from "./random-reads";
import { writing } from "./random-writes";
import { commitOf, decision, linkOf } from "./samples";

/** Any call. */
export const call: fc.Arbitrary<Drawn> = fc.oneof(
  { weight: 5, arbitrary: plan },
  { weight: 4, arbitrary: fc.oneof(...writing) },
  { weight: 2, arbitrary: fc.oneof(...staging) },
  { weight: 2, arbitrary: fc.oneof(...planning) },
  { weight: 3, arbitrary: fc.oneof(...findings) },
  { weight: 3, arbitrary: fc.oneof(...orders) },
);

/** Rows that all sides hold before anything is drawn: another run than the one that reads has committed them. */
export async function settleFirst(world: World): Promise<void> {
  const commits = NAMES.slice(0, 4).map((called, row) => {
    const made = decision(rowOf(world, row), called, { ...formsOf(called), hash: "m1" });
    const links = world.registry.sides.map(({ id }) =>
      linkOf(id, made.rowId, "", { locator: `l${row}`, hash: "h1" }),
    );
    return commitOf(made, { links });
  });
  await world.store.transact((tx) => tx.commitRows(placeOf(world, 1), commits));
}

/** What people do between transactions. */
export const gesture = fc.oneof(
  fc.record({ wish: nth, city, keep: fc.boolean() }).map(({ wish, city: value, keep }) => ({
    name: `wish ${wish}`,
    act: (world: World) => world.storeWish({ rowId: rowOf(world, wish), cells: { city: { value } }, keep }),
  })),
  fc.record({ row: nth, field: fc.constantFrom("name", "city") }).map(({ row, field }) => ({
    name: `choose ${row}`,
    act: (world: World) =>
      world.choose(
        { rowId: rowOf(world, row), field },
        { value: "x", side: null, by: { type: "person", ref: "p" }, at: "2026-03-01T00:00:00Z" },
      ),
  })),
);
