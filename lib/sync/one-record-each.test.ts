import { expect, test } from "vitest";
import type { RowCommit } from "@/lib/db/rows/commit";
import { oneRecordEach } from "./one-record-each";
import type { OpenSide } from "./sides";

const link = (rowId: string, locator: string, sideId = "notion") => ({
  ...{ sideId, rowId, locator, hash: null, acknowledged: null, pending: false, written: false, byKey: false },
});

const commitOf = (...links: ReturnType<typeof link>[]): RowCommit => ({
  ...{ decision: { rowId: links[0]?.rowId } as RowCommit["decision"], apply: true, links, unlink: [] },
});

const side = (stableRecordIds: boolean) => ({ connector: { abilities: { stableRecordIds } } }) as OpenSide;
const sides = new Map([
  ["notion", side(true)],
  ["postgres", side(false)],
]);

const sortOut = (
  commits: readonly RowCommit[],
  { made, held = {} }: { readonly made: readonly string[]; readonly held?: Readonly<Record<string, string>> },
) =>
  oneRecordEach({ rowsOfReferences: async () => new Map(Object.entries(held)) }, commits, {
    registryId: "g",
    isMade: ({ rowId, sideId }) => made.includes(`${rowId} ${sideId}`),
    sides,
  });

test.each(["before", "after"])(
  "a create that came upon another row's record leaves it there, %s it",
  async (order) => {
    const made = commitOf(link("r1", "S"), link("r1", "k1", "postgres"));
    const seen = commitOf(link("r2", "S"));
    const kept = await sortOut(order === "before" ? [made, seen] : [seen, made], { made: ["r1 notion"] });
    const byRow = new Map(kept.map((commit) => [commit.decision.rowId, commit]));
    expect(byRow.get("r2")).toBe(seen);
    expect(byRow.get("r1")).toMatchObject({
      links: [{ sideId: "postgres", locator: "k1" }],
      unlink: ["notion"],
    });
  },
);

test("a record that a row is linked to already stays its own, where records have ids", async () => {
  const held = { S: "r9", k1: "r9" };
  const commits = [commitOf(link("r1", "S"), link("r1", "k1", "postgres"))];
  const [kept] = await sortOut(commits, { made: ["r1 notion", "r1 postgres"], held });
  expect(kept).toMatchObject({ links: [{ sideId: "postgres" }], unlink: ["notion"] });
  expect(await sortOut(commits, { made: [], held })).toEqual(commits);
});

test("a row whose record has got another row's key stays linked to the one that it had", async () => {
  const moved = commitOf(link("r1", "k2", "postgres"), link("r1", "S"));
  const own = commitOf(link("r2", "k2", "postgres"));
  const [kept, other] = await sortOut([moved, own], { made: [] });
  expect(kept).toMatchObject({ links: [{ sideId: "notion", locator: "S" }], unlink: [] });
  expect(other).toBe(own);
});

test("rows with records of their own are left as they are", async () => {
  const commits = [commitOf(link("r1", "S")), commitOf(link("r2", "T"), link("r2", "S", "postgres"))];
  expect(await sortOut(commits, { made: ["r1 notion", "r2 notion", "r2 postgres"] })).toEqual(commits);
});
