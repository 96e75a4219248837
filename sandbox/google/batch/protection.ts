import { invalidArgument } from "../errors";
import { type GridRange, type ProtectedRange, rectOf, tabById } from "../grid";
import { protectedView } from "../spreadsheet-view";
import type { Apply } from "./context";

interface ProtectedRangeInput {
  readonly protectedRangeId?: number;
  readonly range?: GridRange;
  readonly description?: string;
  readonly warningOnly?: boolean;
  readonly editors?: { readonly users?: readonly string[] };
  readonly unprotectedRanges?: readonly GridRange[];
}

/** Without editors the adder alone (and the owner) may edit. */
export const addProtectedRange: Apply<{ readonly protectedRange?: ProtectedRangeInput }> = (
  { book, actor },
  request,
) => {
  const input = request.protectedRange ?? {};
  if (input.range === undefined) throw invalidArgument("protectedRange.range must be set.");
  const tab = tabById(book, input.range.sheetId ?? 0);
  const { sheetId: _, ...edges } = input.range;
  const taken = book.tabs.flatMap((one) => one.protectedRanges.map((other) => other.protectedRangeId));
  const id = input.protectedRangeId ?? Math.max(0, ...taken) + 1;
  if (taken.includes(id)) throw invalidArgument(`A protected range with the id ${id} already exists.`);
  const made: ProtectedRange = {
    protectedRangeId: id,
    ...(Object.keys(edges).length === 0 ? {} : { rect: rectOf(tab, input.range) }),
    ...(input.description === undefined ? {} : { description: input.description }),
    ...(input.warningOnly === true
      ? { warningOnly: true }
      : { editors: [...new Set([actor, ...(input.editors?.users ?? [])])] }),
  };
  tab.protectedRanges.push(made);
  return { protectedRange: protectedView(tab, made, book, actor) };
};

export const deleteProtectedRange: Apply<{ readonly protectedRangeId?: number }> = ({ book }, request) => {
  for (const tab of book.tabs) {
    const at = tab.protectedRanges.findIndex((one) => one.protectedRangeId === request.protectedRangeId);
    if (at >= 0) {
      tab.protectedRanges.splice(at, 1);
      return undefined;
    }
  }
  throw invalidArgument(`No protected range with id: ${request.protectedRangeId}`);
};
