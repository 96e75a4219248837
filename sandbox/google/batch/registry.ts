import type { BatchContext } from "./context";
import {
  createDeveloperMetadata,
  deleteDeveloperMetadata,
  updateDeveloperMetadata,
} from "./developer-metadata";
import { updateDimensionProperties } from "./dimension-properties";
import { appendDimension, deleteDimension, insertDimension, moveDimension } from "./dimensions";
import { appendCells, repeatCell, setDataValidation } from "./fill";
import { findReplace } from "./find-replace";
import { mergeCells, unmergeCells } from "./merge";
import { addNamedRange, deleteNamedRange, updateNamedRange } from "./named-ranges";
import { copyPaste, cutPaste } from "./paste";
import { addProtectedRange, deleteProtectedRange } from "./protection";
import { deleteRange, insertRange } from "./ranges";
import {
  addSheet,
  deleteSheet,
  duplicateSheet,
  updateSheetProperties,
  updateSpreadsheetProperties,
} from "./sheets";
import { sortRange } from "./sort-range";
import { addTable, deleteTable, updateTable } from "./tables";
import { updateCells } from "./update-cells";

type AnyApply = (context: BatchContext, request: never) => Readonly<Record<string, unknown>> | undefined;

/** Every reproduced request kind. Requests have passed their shape before they come here. */
export const APPLY: Readonly<Record<string, AnyApply>> = {
  updateCells,
  appendCells,
  repeatCell,
  setDataValidation,
  appendDimension,
  insertDimension,
  deleteDimension,
  moveDimension,
  updateDimensionProperties,
  deleteRange,
  insertRange,
  sortRange,
  copyPaste,
  cutPaste,
  findReplace,
  mergeCells,
  unmergeCells,
  updateSpreadsheetProperties,
  updateSheetProperties,
  addSheet,
  deleteSheet,
  duplicateSheet,
  createDeveloperMetadata,
  updateDeveloperMetadata,
  deleteDeveloperMetadata,
  addProtectedRange,
  deleteProtectedRange,
  addNamedRange,
  updateNamedRange,
  deleteNamedRange,
  addTable,
  updateTable,
  deleteTable,
};
