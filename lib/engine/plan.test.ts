import { describe, expect, it } from "vitest";
import { mergeRow } from "./merge";
import {
  addToPlanHash,
  operationText,
  orderWrites,
  type PlannedOperation,
  planHash,
  startPlanHash,
} from "./plan";
import { prepareRules } from "./prepare";
import type { RowDecision, SideWrite } from "./row";
import { is, row, rules, shows, testDigest } from "./testing/build";

const decision = (rowId: string, writes: readonly SideWrite[]): RowDecision => ({
  ...mergeRow(row({ id: "k" }, { a: is("carried", { id: "k" }) }), prepareRules(rules())),
  rowId,
  writes,
});
const create = (sideId: string): SideWrite => ({ op: "create", sideId, cells: { id: "k" } });
const remove = (sideId: string): SideWrite => ({ op: "delete", sideId, expect: { id: "k" } });
const update = (sideId: string, ...fields: string[]): SideWrite => ({
  op: "update",
  sideId,
  cells: fields.map((field) => ({ field, before: null, after: "x" })),
});
const positions = new Map([
  ["notion", 0],
  ["postgres", 1],
  ["sheets", 2],
]);
const places = (operations: readonly PlannedOperation[]) =>
  operations.map(({ rowId, write }) => `${rowId}:${write.sideId}:${write.op}`);

describe("orderWrites", () => {
  it("goes side by side, rows in their order, deletes last", () => {
    const ordered = orderWrites(
      [
        decision("r1", [remove("notion"), remove("postgres")]),
        decision("r2", [update("sheets", "name"), create("notion")]),
        decision("r3", [create("elsewhere"), update("postgres", "name")]),
        decision("r4", [update("notion", "name")]),
      ],
      positions,
    );
    expect(places(ordered)).toEqual([
      "r2:notion:create",
      "r4:notion:update",
      "r3:postgres:update",
      "r2:sheets:update",
      "r3:elsewhere:create",
      "r1:notion:delete",
      "r1:postgres:delete",
    ]);
  });

  it("plans nothing for rows on which all sides agree", () => {
    const cells = { id: "k", name: "n", tags: null };
    const same = shows(cells, cells);
    const agreed = mergeRow(row(cells, { a: same, b: same, c: same }), prepareRules(rules()));
    expect(orderWrites([agreed], positions)).toEqual([]);
  });
});

describe("planHash", () => {
  const operations = [
    { rowId: "r1", write: create("notion") },
    { rowId: "r2", write: update("postgres", "name", "tags") },
    { rowId: "r3", write: remove("sheets") },
  ];
  const hash = planHash(operations, testDigest);

  it("can be computed in parts", () => {
    let running = startPlanHash();
    for (const operation of operations)
      running = addToPlanHash(running, operationText(operation), testDigest);
    expect(running).toBe(hash);
    expect(planHash([], testDigest)).toBe(startPlanHash());
  });

  it("does not depend on the order of cells", () => {
    const [first, , last] = operations;
    const turned = [first, { rowId: "r2", write: update("postgres", "tags", "name") }, last];
    expect(
      planHash(
        turned.filter((one) => one !== undefined),
        testDigest,
      ),
    ).toBe(hash);
  });

  const differing: readonly (readonly [string, readonly PlannedOperation[]])[] = [
    ["an operation fewer", operations.slice(1)],
    ["another order", [...operations].reverse()],
    ["another side", [{ rowId: "r1", write: create("postgres") }, ...operations.slice(1)]],
    ["another row", [{ rowId: "r9", write: create("notion") }, ...operations.slice(1)]],
    [
      "another value",
      [
        { rowId: "r1", write: { op: "create", sideId: "notion", cells: { id: "k2" } } },
        ...operations.slice(1),
      ],
    ],
    [
      "another precondition",
      [
        ...operations.slice(0, 2),
        { rowId: "r3", write: { op: "delete", sideId: "sheets", expect: { id: "k2" } } },
      ],
    ],
  ];
  it.each(differing)("differs for %s", (_name, other) => {
    expect(planHash(other, testDigest)).not.toBe(hash);
  });
});
