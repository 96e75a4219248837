import { randomBytes } from "node:crypto";
import { invalidArgument } from "../errors";
import { assignMasked, parseMask } from "../field-mask";
import type { Book, GridRange, NamedRange, Tab } from "../grid";
import { namedRangeView } from "../spreadsheet-view";
import { rangeOf } from "./cells";
import type { Apply } from "./context";

interface NamedRangeInput {
  readonly namedRangeId?: string;
  readonly name?: string;
  readonly range?: GridRange;
}

const LETTERS = /^[\p{L}_][\p{L}\p{N}_]{0,249}$/u;
const LIKE_A_CELL = /^([A-Za-z]{1,3}\d+|[rR]\d*[cC]\d*|true|false)$/i;

function find(book: Book, id: string | undefined): { tab: Tab; named: NamedRange } {
  for (const tab of book.tabs) {
    const named = tab.namedRanges.find((one) => one.namedRangeId === id);
    if (named !== undefined) return { tab, named };
  }
  throw invalidArgument(`No named range with id: ${id}`);
}

/** The range that a request describes. 400 for a name that is no name, is a cell's, or is taken. */
function namedOf(book: Book, input: NamedRangeInput, namedRangeId: string): { tab: Tab; named: NamedRange } {
  const { tab, rect } = rangeOf(book, input.range);
  const { name = "" } = input;
  if (!LETTERS.test(name) || LIKE_A_CELL.test(name)) throw invalidArgument(`Invalid name: ${name}`);
  const others = book.tabs
    .flatMap((one) => one.namedRanges)
    .filter((one) => one.namedRangeId !== namedRangeId);
  if (others.some((one) => one.name.toLowerCase() === name.toLowerCase()))
    throw invalidArgument(`A named range with the name "${name}" already exists.`);
  return { tab, named: { namedRangeId, name, rect } };
}

export const addNamedRange: Apply<{ readonly namedRange?: NamedRangeInput }> = ({ book }, request) => {
  const input = request.namedRange ?? {};
  const id = input.namedRangeId ?? randomBytes(8).toString("hex");
  if (book.tabs.some((tab) => tab.namedRanges.some((one) => one.namedRangeId === id)))
    throw invalidArgument(`A named range with the id ${id} already exists.`);
  const { tab, named } = namedOf(book, input, id);
  tab.namedRanges.push(named);
  return { namedRange: namedRangeView(tab, named) };
};

export const updateNamedRange: Apply<{ readonly namedRange?: NamedRangeInput; readonly fields?: string }> = (
  { book },
  request,
) => {
  if (!request.fields) throw invalidArgument("At least one field must be listed in 'fields'.");
  const { tab, named } = find(book, request.namedRange?.namedRangeId);
  const mask = parseMask(request.fields, "fields");
  const next = assignMasked(namedRangeView(tab, named), { ...request.namedRange }, mask) as NamedRangeInput;
  const moved = namedOf(book, next, named.namedRangeId);
  tab.namedRanges = tab.namedRanges.filter((one) => one !== named);
  moved.tab.namedRanges.push(moved.named);
  return undefined;
};

/** The name goes, its cells stay. */
export const deleteNamedRange: Apply<{ readonly namedRangeId?: string }> = ({ book }, request) => {
  const { tab, named } = find(book, request.namedRangeId);
  tab.namedRanges = tab.namedRanges.filter((one) => one !== named);
  return undefined;
};
