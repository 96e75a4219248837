import type { Calls } from "./client";
import type { Refusal } from "./encode";
import type { PeopleBook } from "./people-book";
import type { PreparedCell } from "./prepare";

/** The cells with everybody by id, or which of them names a person who cannot be written. */
export async function withPeopleById(
  book: PeopleBook,
  calls: Calls,
  cells: ReadonlyMap<string, PreparedCell>,
): Promise<ReadonlyMap<string, PreparedCell> | { readonly field: string; readonly refusal: Refusal }> {
  const resolved = new Map(cells);
  for (const [field, cell] of cells) {
    if (!("people" in cell.request)) continue;
    const people: { readonly id: string }[] = [];
    for (const { id: person } of cell.request.people) {
      const id = await book.idOf(calls, person);
      if (typeof id !== "string") return { field, refusal: id };
      people.push({ id });
    }
    resolved.set(field, { ...cell, request: { people } });
  }
  return resolved;
}
