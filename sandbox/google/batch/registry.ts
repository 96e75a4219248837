import type { BatchContext } from "./context";
import { appendDimension, deleteDimension, insertDimension, moveDimension } from "./dimensions";
import { updateCells } from "./update-cells";

type AnyApply = (context: BatchContext, request: never) => Readonly<Record<string, unknown>> | undefined;

/** Every reproduced request kind. Requests have passed their shape before they come here. */
export const APPLY: Readonly<Record<string, AnyApply>> = {
  updateCells,
  appendDimension,
  insertDimension,
  deleteDimension,
  moveDimension,
};
