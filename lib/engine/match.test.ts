import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MatchInput, type Matching, matchRecords } from "./match";

const input = (parts: Partial<MatchInput>): MatchInput => ({
  mode: "match-then-create",
  census: true,
  records: [],
  links: new Map(),
  rowsByKey: new Map(),
  ...parts,
});
const nothing: Matching = { matched: [], fresh: [], unmatched: [], quarantined: [], missing: [] };

describe("matchRecords", () => {
  const cases: readonly (readonly [string, Partial<MatchInput>, Partial<Matching>])[] = [
    [
      "the link goes before the key: a changed key is an edit",
      {
        records: [{ locator: "p1", key: "K2" }],
        links: new Map([["p1", "r1"]]),
        rowsByKey: new Map([
          ["K1", "r1"],
          ["K2", "r2"],
        ]),
      },
      { matched: [{ locator: "p1", rowId: "r1", by: "link" }] },
    ],
    [
      "without a link the key decides",
      { records: [{ locator: "p1", key: "K1" }], rowsByKey: new Map([["K1", "r1"]]) },
      { matched: [{ locator: "p1", rowId: "r1", by: "key" }] },
    ],
    [
      "neither: a new row",
      { records: [{ locator: "p1", key: "K1" }] },
      { fresh: [{ locator: "p1", key: "K1" }] },
    ],
    [
      "match-only makes no new row",
      { mode: "match-only", records: [{ locator: "p1", key: "K1" }] },
      { unmatched: [{ locator: "p1", key: "K1" }] },
    ],
    [
      "create-only never matches by key, and makes no second row of that key",
      {
        mode: "create-only",
        records: [
          { locator: "p1", key: "K1" },
          { locator: "p2", key: "K2" },
        ],
        rowsByKey: new Map([["K1", "r1"]]),
      },
      {
        fresh: [{ locator: "p2", key: "K2" }],
        quarantined: [{ locator: "p1", key: "K1", rowId: null, reason: "key-exists" }],
      },
    ],
    [
      "a key that occurs twice is quarantined, linked or not",
      {
        records: [
          { locator: "p1", key: "K1" },
          { locator: "p2", key: "K1" },
        ],
        links: new Map([["p1", "r1"]]),
        rowsByKey: new Map([["K1", "r1"]]),
      },
      {
        quarantined: [
          { locator: "p1", key: "K1", rowId: "r1", reason: "duplicate-key" },
          { locator: "p2", key: "K1", rowId: null, reason: "duplicate-key" },
        ],
      },
    ],
    [
      "an empty key is quarantined, and its row is not missing",
      {
        records: [
          { locator: "p1", key: null },
          { locator: "p2", key: null },
        ],
        links: new Map([["p1", "r1"]]),
      },
      {
        quarantined: [
          { locator: "p1", key: null, rowId: "r1", reason: "empty-key" },
          { locator: "p2", key: null, rowId: null, reason: "empty-key" },
        ],
      },
    ],
    [
      "the key of a row that has its record is taken",
      {
        records: [
          { locator: "p2", key: "K1" },
          { locator: "p1", key: "K9" },
        ],
        links: new Map([["p1", "r1"]]),
        rowsByKey: new Map([["K1", "r1"]]),
      },
      {
        matched: [{ locator: "p1", rowId: "r1", by: "link" }],
        quarantined: [{ locator: "p2", key: "K1", rowId: null, reason: "row-taken" }],
      },
    ],
    [
      "two links to one row: the second is quarantined",
      {
        records: [
          { locator: "p1", key: "K1" },
          { locator: "p2", key: "K2" },
        ],
        links: new Map([
          ["p1", "r1"],
          ["p2", "r1"],
        ]),
      },
      {
        matched: [{ locator: "p1", rowId: "r1", by: "link" }],
        quarantined: [{ locator: "p2", key: "K2", rowId: "r1", reason: "row-taken" }],
      },
    ],
    [
      "a link whose record is not there is missing",
      { links: new Map([["p1", "r1"]]) },
      { missing: [{ locator: "p1", rowId: "r1" }] },
    ],
    [
      "a record made anew under the same key takes over the row",
      {
        records: [{ locator: "p2", key: "K1" }],
        links: new Map([["p1", "r1"]]),
        rowsByKey: new Map([["K1", "r1"]]),
      },
      { matched: [{ locator: "p2", rowId: "r1", by: "key" }] },
    ],
    [
      "without a census nothing is missing, and a row keeps its unread record",
      {
        census: false,
        records: [{ locator: "p2", key: "K1" }],
        links: new Map([["p1", "r1"]]),
        rowsByKey: new Map([["K1", "r1"]]),
      },
      { quarantined: [{ locator: "p2", key: "K1", rowId: null, reason: "row-taken" }] },
    ],
    [
      "two rows may swap their keys",
      {
        records: [
          { locator: "p1", key: "K2" },
          { locator: "p2", key: "K1" },
        ],
        links: new Map([
          ["p1", "r1"],
          ["p2", "r2"],
        ]),
        rowsByKey: new Map([
          ["K1", "r1"],
          ["K2", "r2"],
        ]),
      },
      {
        matched: [
          { locator: "p1", rowId: "r1", by: "link" },
          { locator: "p2", rowId: "r2", by: "link" },
        ],
      },
    ],
  ];
  it.each(cases)("%s", (_name, parts, expected) => {
    expect(matchRecords(input(parts))).toEqual({ ...nothing, ...expected });
  });

  it("gives every record one place, no row two records, and calls no row missing that has one", () => {
    const key = fc.constantFrom("K1", "K2", "K3", null);
    const records = fc.uniqueArray(fc.record({ locator: fc.constantFrom("p1", "p2", "p3", "p4"), key }), {
      selector: (one) => one.locator,
    });
    const links = fc.dictionary(
      fc.constantFrom("p1", "p2", "p3", "p4", "p5"),
      fc.constantFrom("r1", "r2", "r3"),
    );
    const rowsByKey = fc.dictionary(fc.constantFrom("K1", "K2", "K3"), fc.constantFrom("r1", "r2", "r3"));
    const mode = fc.constantFrom<MatchInput["mode"]>("create-only", "match-then-create", "match-only");
    fc.assert(
      fc.property(fc.record({ mode, census: fc.boolean(), records, links, rowsByKey }), (drawn) => {
        const result = matchRecords({
          ...drawn,
          links: new Map(Object.entries(drawn.links)),
          rowsByKey: new Map(Object.entries(drawn.rowsByKey)),
        });
        const placed = [...result.matched, ...result.fresh, ...result.unmatched, ...result.quarantined];
        expect(placed.map((one) => one.locator).sort()).toEqual(
          drawn.records.map((one) => one.locator).sort(),
        );
        const rows = result.matched.map((one) => one.rowId);
        expect(new Set(rows).size).toBe(rows.length);
        expect(result.missing.filter((one) => rows.includes(one.rowId))).toEqual([]);
        const keys = result.fresh.map((one) => one.key);
        expect(new Set(keys).size).toBe(keys.length);
        if (!drawn.census) expect(result.missing).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});
