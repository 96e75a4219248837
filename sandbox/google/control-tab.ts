import { runBatch } from "./batch/run";
import type { Input } from "./control-input";
import { type Book, type Tab, tabById } from "./grid";
import type { World } from "./world";

export type Command = (world: World, input: Input) => unknown;
type Request = Readonly<Record<string, unknown>>;

/** Runs `work` on a draft and the tab named by {spreadsheetId, sheetId?}; the first tab by default. */
export function onTab<T>(world: World, input: Input, work: (book: Book, tab: Tab) => T): T {
  const id = input.text("spreadsheetId");
  if (world.library.get(id) === undefined) throw new Error("spreadsheetId: no such spreadsheet");
  return world.library.change(id, (book) => work(book, tabOf(book, input)));
}

export const tabOf = (book: Book, input: Input): Tab =>
  tabById(book, input.integer("sheetId", book.tabs[0]?.sheetId ?? 0));

/** A person's hands do what the API's requests do, as the owner. */
export function byRequests(
  world: World,
  input: Input,
  requests: (tab: Tab, book: Book) => readonly Request[],
): void {
  onTab(world, input, (book, tab) => {
    const actor = Object.keys(book.people).find((email) => book.people[email] === "owner") ?? "";
    const all = requests(tab, book);
    if (all.length > 0) runBatch(book, all, { actor, project: "" });
  });
}
