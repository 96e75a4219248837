type Shape = Readonly<Record<string, string>>;

const GRID_RANGE: Shape = {
  sheetId: "int",
  startRowIndex: "int",
  endRowIndex: "int",
  startColumnIndex: "int",
  endColumnIndex: "int",
};

const DIMENSION = "ROWS|COLUMNS";
const RENDER = "FORMATTED_VALUE|UNFORMATTED_VALUE|FORMULA";
const DATE_RENDER = "SERIAL_NUMBER|FORMATTED_STRING";
const INPUT = "INPUT_VALUE_OPTION_UNSPECIFIED|RAW|USER_ENTERED";
const PASTE =
  "PASTE_NORMAL|PASTE_VALUES|PASTE_FORMAT|PASTE_NO_BORDERS|PASTE_FORMULA|PASTE_DATA_VALIDATION|PASTE_CONDITIONAL_FORMATTING";

const PARTS: Readonly<Record<string, Shape>> = {
  GridRange: GRID_RANGE,
  GridCoordinate: { sheetId: "int", rowIndex: "int", columnIndex: "int" },
  DimensionRange: { sheetId: "int", dimension: DIMENSION, startIndex: "int", endIndex: "int" },
  RowData: { values: "[]CellData" },
  CellData: {
    userEnteredValue: "ExtendedValue",
    effectiveValue: "ExtendedValue",
    formattedValue: "string",
    userEnteredFormat: "CellFormat",
    effectiveFormat: "CellFormat",
    hyperlink: "string",
    note: "string",
    textFormatRuns: "[]any",
    dataValidation: "DataValidationRule",
    pivotTable: "object",
    dataSourceTable: "object",
    dataSourceFormula: "object",
    chipRuns: "[]any",
  },
  ExtendedValue: {
    numberValue: "number",
    stringValue: "string",
    boolValue: "bool",
    formulaValue: "string",
    errorValue: "ErrorValue",
  },
  ErrorValue: { type: "string", message: "string" },
  CellFormat: {
    numberFormat: "NumberFormat",
    backgroundColor: "object",
    backgroundColorStyle: "object",
    borders: "object",
    padding: "object",
    horizontalAlignment: "HORIZONTAL_ALIGN_UNSPECIFIED|LEFT|CENTER|RIGHT",
    verticalAlignment: "VERTICAL_ALIGN_UNSPECIFIED|TOP|MIDDLE|BOTTOM",
    wrapStrategy: "WRAP_STRATEGY_UNSPECIFIED|OVERFLOW_CELL|LEGACY_WRAP|CLIP|WRAP",
    textDirection: "TEXT_DIRECTION_UNSPECIFIED|LEFT_TO_RIGHT|RIGHT_TO_LEFT",
    textFormat: "object",
    hyperlinkDisplayType: "HYPERLINK_DISPLAY_TYPE_UNSPECIFIED|LINKED|PLAIN_TEXT",
    textRotation: "object",
  },
  NumberFormat: {
    type: "NUMBER_FORMAT_TYPE_UNSPECIFIED|TEXT|NUMBER|PERCENT|CURRENCY|DATE|TIME|DATE_TIME|SCIENTIFIC",
    pattern: "string",
  },
  DataValidationRule: {
    condition: "BooleanCondition",
    inputMessage: "string",
    strict: "bool",
    showCustomUi: "bool",
  },
  BooleanCondition: { type: "string", values: "[]ConditionValue" },
  ConditionValue: { relativeDate: "string", userEnteredValue: "string" },
  DeveloperMetadata: {
    metadataId: "int",
    metadataKey: "string",
    metadataValue: "string",
    location: "DeveloperMetadataLocation",
    visibility: "DEVELOPER_METADATA_VISIBILITY_UNSPECIFIED|DOCUMENT|PROJECT",
  },
  DeveloperMetadataLocation: {
    locationType: "DEVELOPER_METADATA_LOCATION_TYPE_UNSPECIFIED|ROW|COLUMN|SHEET|SPREADSHEET",
    spreadsheet: "bool",
    sheetId: "int",
    dimensionRange: "DimensionRange",
  },
  DeveloperMetadataLookup: {
    locationType: "DEVELOPER_METADATA_LOCATION_TYPE_UNSPECIFIED|ROW|COLUMN|SHEET|SPREADSHEET",
    metadataLocation: "DeveloperMetadataLocation",
    locationMatchingStrategy:
      "DEVELOPER_METADATA_LOCATION_MATCHING_STRATEGY_UNSPECIFIED|EXACT_LOCATION|INTERSECTING_LOCATION",
    metadataId: "int",
    metadataKey: "string",
    metadataValue: "string",
    visibility: "DEVELOPER_METADATA_VISIBILITY_UNSPECIFIED|DOCUMENT|PROJECT",
  },
  DataFilter: {
    developerMetadataLookup: "DeveloperMetadataLookup",
    a1Range: "string",
    gridRange: "GridRange",
  },
  SheetProperties: {
    sheetId: "int",
    title: "string",
    index: "int",
    sheetType: "SHEET_TYPE_UNSPECIFIED|GRID|OBJECT|DATA_SOURCE",
    gridProperties: "GridProperties",
    hidden: "bool",
    tabColor: "object",
    tabColorStyle: "object",
    rightToLeft: "bool",
  },
  GridProperties: {
    rowCount: "int",
    columnCount: "int",
    frozenRowCount: "int",
    frozenColumnCount: "int",
    hideGridlines: "bool",
    rowGroupControlAfter: "bool",
    columnGroupControlAfter: "bool",
  },
  DimensionProperties: {
    hiddenByFilter: "bool",
    hiddenByUser: "bool",
    pixelSize: "int",
    developerMetadata: "[]DeveloperMetadata",
  },
  ProtectedRange: {
    protectedRangeId: "int",
    range: "GridRange",
    description: "string",
    warningOnly: "bool",
    editors: "Editors",
    requestingUserCanEdit: "bool",
    unprotectedRanges: "[]GridRange",
  },
  Editors: { users: "[]string", groups: "[]string", domainUsersCanEdit: "bool" },
  SortSpec: { dimensionIndex: "int", sortOrder: "ASCENDING|DESCENDING" },
};

/** The fields of each request kind of `spreadsheets.batchUpdate` that is reproduced. */
export const BATCH_SHAPES: Readonly<Record<string, Shape>> = {
  updateCells: { rows: "[]RowData", fields: "string", start: "GridCoordinate", range: "GridRange" },
  appendCells: { sheetId: "int", rows: "[]RowData", fields: "string" },
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
};

/** Request kinds that exist in the API and are not reproduced: answered 501, never silently accepted. */
export const OTHER_BATCH_KINDS: readonly string[] = (
  "addBanding addChart addConditionalFormatRule addDataSource addDimensionGroup addFilterView addNamedRange " +
  "addSlicer addTable autoFill autoResizeDimensions cancelDataSourceRefresh clearBasicFilter deleteBanding " +
  "deleteConditionalFormatRule deleteDataSource deleteDimensionGroup deleteDuplicates deleteEmbeddedObject " +
  "deleteFilterView deleteNamedRange deleteTable duplicateFilterView pasteData randomizeRange refreshDataSource " +
  "setBasicFilter textToColumns trimWhitespace updateBanding updateBorders updateChartSpec " +
  "updateConditionalFormatRule updateDataSource updateDimensionGroup updateEmbeddedObjectBorder " +
  "updateEmbeddedObjectPosition updateFilterView updateNamedRange updateProtectedRange updateSlicerSpec updateTable"
).split(" ");

const capital = (name: string): string => `${name[0]?.toUpperCase() ?? ""}${name.slice(1)}Request`;

const kinds = Object.keys(BATCH_SHAPES);

/** Field names and kinds of what a client may send, per message. Names of the public API. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  ...PARTS,
  ...Object.fromEntries(kinds.map((kind) => [capital(kind), BATCH_SHAPES[kind] ?? {}])),
  Request: {
    ...Object.fromEntries(OTHER_BATCH_KINDS.map((kind) => [kind, "any"])),
    ...Object.fromEntries(kinds.map((kind) => [kind, capital(kind)])),
  },
  BatchUpdateSpreadsheetRequest: {
    requests: "[]Request",
    includeSpreadsheetInResponse: "bool",
    responseRanges: "[]string",
    responseIncludeGridData: "bool",
  },
  Spreadsheet: {
    spreadsheetId: "string",
    properties: "SpreadsheetProperties",
    sheets: "[]Sheet",
    developerMetadata: "[]DeveloperMetadata",
    spreadsheetUrl: "string",
  },
  SpreadsheetProperties: {
    title: "string",
    locale: "string",
    timeZone: "string",
    autoRecalc: "RECALCULATION_INTERVAL_UNSPECIFIED|ON_CHANGE|MINUTE|HOUR",
    defaultFormat: "object",
  },
  Sheet: { properties: "SheetProperties", data: "[]GridData", developerMetadata: "[]DeveloperMetadata" },
  GridData: { startRow: "int", startColumn: "int", rowData: "[]RowData" },
  ValueRange: { range: "string", majorDimension: `DIMENSION_UNSPECIFIED|${DIMENSION}`, values: "[]any" },
  BatchUpdateValuesRequest: {
    valueInputOption: INPUT,
    data: "[]ValueRange",
    includeValuesInResponse: "bool",
    responseValueRenderOption: RENDER,
    responseDateTimeRenderOption: DATE_RENDER,
  },
  ClearValuesRequest: {},
  BatchClearValuesRequest: { ranges: "[]string" },
  SearchDeveloperMetadataRequest: { dataFilters: "[]DataFilter" },
};
