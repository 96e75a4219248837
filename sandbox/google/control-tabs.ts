import { rangeIn } from "./control-paste";
import { byRequests, type Command } from "./control-tab";
import { checkShape } from "./shape";

/** {startRow, endRow, startColumn, endColumn}, half-open. */
const merge: Command = (world, input) =>
  byRequests(world, input, (tab) => [{ mergeCells: { range: rangeIn(tab, input), mergeType: "MERGE_ALL" } }]);

const unmerge: Command = (world, input) =>
  byRequests(world, input, (tab) => [{ unmergeCells: { range: rangeIn(tab, input) } }]);

/**
 * {protectedRangeId, startRow?, endRow?, startColumn?, endColumn?, editors?, warningOnly?}: a part of the tab, or all of
 * it, that only its owner and `editors` may edit.
 */
const protect: Command = (world, input) =>
  byRequests(world, input, (tab) => [
    {
      addProtectedRange: {
        protectedRange: {
          protectedRangeId: input.integer("protectedRangeId"),
          range: input.raw.startRow === undefined ? { sheetId: tab.sheetId } : rangeIn(tab, input),
          ...(input.flag("warningOnly") ? { warningOnly: true } : {}),
          editors: { users: input.optional("editors", (name) => input.list(name)) ?? [] },
        },
      },
    },
  ]);

const unprotect: Command = (world, input) =>
  byRequests(world, input, () => [
    { deleteProtectedRange: { protectedRangeId: input.integer("protectedRangeId") } },
  ]);

const deleteTab: Command = (world, input) =>
  byRequests(world, input, (tab) => [{ deleteSheet: { sheetId: tab.sheetId } }]);

const renameTab: Command = (world, input) =>
  byRequests(world, input, (tab) => [
    {
      updateSheetProperties: {
        properties: { sheetId: tab.sheetId, title: input.text("title") },
        fields: "title",
      },
    },
  ]);

/** {to}: dragged so that it stands before the tab now at `to`. */
const moveTab: Command = (world, input) =>
  byRequests(world, input, (tab) => [
    {
      updateSheetProperties: {
        properties: { sheetId: tab.sheetId, index: input.integer("to") },
        fields: "index",
      },
    },
  ]);

/** {title?}: -> {sheetId} of the copy. */
const duplicateTab: Command = (world, input) => {
  byRequests(world, input, (tab) => [
    {
      duplicateSheet: {
        sourceSheetId: tab.sheetId,
        ...(input.raw.title === undefined ? {} : { newSheetName: input.text("title") }),
      },
    },
  ]);
  return { sheetId: world.library.get(input.text("spreadsheetId"))?.tabs[0]?.sheetId };
};

/** {requests}: any batch requests, done as the owner. */
const batch: Command = (world, input) => {
  const requests = input.list("requests") as readonly Readonly<Record<string, unknown>>[];
  checkShape({ requests }, "BatchUpdateSpreadsheetRequest");
  byRequests(world, input, () => requests);
};

export const TAB_COMMANDS: Readonly<Record<string, Command>> = {
  merge,
  unmerge,
  protect,
  unprotect,
  "delete-tab": deleteTab,
  "rename-tab": renameTab,
  "move-tab": moveTab,
  "duplicate-tab": duplicateTab,
  batch,
};
