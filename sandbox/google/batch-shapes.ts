type Shape = Readonly<Record<string, string>>;

const DIMENSION = "ROWS|COLUMNS";
const PASTE =
  "PASTE_NORMAL|PASTE_VALUES|PASTE_FORMAT|PASTE_NO_BORDERS|PASTE_FORMULA|PASTE_DATA_VALIDATION|PASTE_CONDITIONAL_FORMATTING";

/** The fields of each request kind of `spreadsheets.batchUpdate` that is reproduced. */
export const BATCH_SHAPES: Readonly<Record<string, Shape>> = {
  updateCells: { rows: "[]RowData", fields: "string", start: "GridCoordinate", range: "GridRange" },
  appendCells: { sheetId: "int", rows: "[]RowData", fields: "string", tableId: "string" },
  repeatCell: { range: "GridRange", cell: "CellData", fields: "string" },
  appendDimension: { sheetId: "int", dimension: DIMENSION, length: "int" },
  insertDimension: { range: "DimensionRange", inheritFromBefore: "bool" },
  deleteDimension: { range: "DimensionRange" },
  moveDimension: { source: "DimensionRange", destinationIndex: "int" },
  updateDimensionProperties: { range: "DimensionRange", properties: "DimensionProperties", fields: "string" },
  deleteRange: { range: "GridRange", shiftDimension: DIMENSION },
  insertRange: { range: "GridRange", shiftDimension: DIMENSION },
  sortRange: { range: "GridRange", sortSpecs: "[]SortSpec" },
  copyPaste: {
    source: "GridRange",
    destination: "GridRange",
    pasteType: PASTE,
    pasteOrientation: "NORMAL|TRANSPOSE",
  },
  cutPaste: { source: "GridRange", destination: "GridCoordinate", pasteType: PASTE },
  findReplace: {
    find: "string",
    replacement: "string",
    matchCase: "bool",
    matchEntireCell: "bool",
    searchByRegex: "bool",
    includeFormulas: "bool",
    range: "GridRange",
    sheetId: "int",
    allSheets: "bool",
  },
  mergeCells: { range: "GridRange", mergeType: "MERGE_ALL|MERGE_COLUMNS|MERGE_ROWS" },
  unmergeCells: { range: "GridRange" },
  setDataValidation: { range: "GridRange", rule: "DataValidationRule", filteredRowsIncluded: "bool" },
  updateSpreadsheetProperties: { properties: "SpreadsheetProperties", fields: "string" },
  updateSheetProperties: { properties: "SheetProperties", fields: "string" },
  addSheet: { properties: "SheetProperties" },
  deleteSheet: { sheetId: "int" },
  duplicateSheet: {
    sourceSheetId: "int",
    insertSheetIndex: "int",
    newSheetId: "int",
    newSheetName: "string",
  },
  createDeveloperMetadata: { developerMetadata: "DeveloperMetadata" },
  updateDeveloperMetadata: {
    dataFilters: "[]DataFilter",
    developerMetadata: "DeveloperMetadata",
    fields: "string",
  },
  deleteDeveloperMetadata: { dataFilter: "DataFilter" },
  addProtectedRange: { protectedRange: "ProtectedRange" },
  deleteProtectedRange: { protectedRangeId: "int" },
  addNamedRange: { namedRange: "NamedRange" },
  updateNamedRange: { namedRange: "NamedRange", fields: "string" },
  deleteNamedRange: { namedRangeId: "string" },
  addTable: { table: "Table" },
  updateTable: { table: "Table", fields: "string" },
  deleteTable: { tableId: "string" },
};

/** Request kinds that exist in the API and are not reproduced: answered 501, never silently accepted. */
export const OTHER_BATCH_KINDS: readonly string[] = (
  "addBanding addChart addConditionalFormatRule addDataSource addDimensionGroup addFilterView " +
  "addSlicer autoFill autoResizeDimensions cancelDataSourceRefresh clearBasicFilter deleteBanding " +
  "deleteConditionalFormatRule deleteDataSource deleteDimensionGroup deleteDuplicates deleteEmbeddedObject " +
  "deleteFilterView duplicateFilterView pasteData randomizeRange refreshDataSource " +
  "setBasicFilter textToColumns trimWhitespace updateBanding updateBorders updateChartSpec " +
  "updateConditionalFormatRule updateDataSource updateDimensionGroup updateEmbeddedObjectBorder " +
  "updateEmbeddedObjectPosition updateFilterView updateProtectedRange updateSlicerSpec"
).split(" ");
