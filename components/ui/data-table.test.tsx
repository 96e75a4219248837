import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { DataTable } from "./data-table";
import type { DataColumn } from "./data-table-column";

interface Line {
  readonly id: number;
  readonly rows: number | null;
}

const COLUMNS: readonly DataColumn<Line>[] = [
  { id: "id", head: "Run", cell: ({ id }) => `run ${id}`, width: 120 },
  { id: "rows", head: "Rows", cell: ({ rows }) => rows ?? "not read", sortBy: ({ rows }) => rows },
];

const LINES: readonly Line[] = Array.from({ length: 5_000 }, (_, id) => ({
  id,
  rows: id % 3 === 0 ? null : (id * 7) % 100,
}));

const drawn = (rows: readonly Line[], more: object = {}): string =>
  renderToStaticMarkup(
    <DataTable
      label="Runs"
      columns={COLUMNS}
      rows={rows}
      rowId={({ id }) => String(id)}
      empty="No runs yet"
      {...more}
    />,
  );

const idsIn = (page: string): number[] => [...page.matchAll(/run (\d+)</g)].map(([, id]) => Number(id));

test("of many rows the server draws the first ones, says how many there are, and styles nothing by an attribute", () => {
  const page = drawn(LINES);
  expect(idsIn(page)).toEqual(LINES.slice(0, 40).map(({ id }) => id));
  expect(page).toContain('aria-rowcount="5001"');
  expect(page).not.toMatch(/ style=/);
});

test("one row at a time can be come to by Tab", () => {
  expect(drawn(LINES).match(/<tr[^>]* tabindex="0"/gi)).toHaveLength(1);
});

test("what the server sorts stays as it came, and its head says how", () => {
  const asked = { by: { column: "rows", isDescending: true }, ask: () => undefined };
  const page = drawn(LINES.slice(0, 5), { sort: asked });
  expect(idsIn(page)).toEqual([0, 1, 2, 3, 4]);
  expect(page).toContain('aria-sort="descending"');
});

test("no rows: what is known of that, or that they come", () => {
  expect(drawn([])).toContain("No runs yet");
  expect(drawn([], { isLoading: true })).not.toContain("No runs yet");
});
