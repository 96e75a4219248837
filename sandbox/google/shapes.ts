import { BATCH_SHAPES, OTHER_BATCH_KINDS } from "./batch-shapes";

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
  NamedRange: { namedRangeId: "string", name: "string", range: "GridRange" },
  Table: {
    tableId: "string",
    name: "string",
    range: "GridRange",
    rowsProperties: "object",
    columnProperties: "[]TableColumnProperties",
  },
  TableColumnProperties: {
    columnIndex: "int",
    columnName: "string",
    columnType:
      "COLUMN_TYPE_UNSPECIFIED|DOUBLE|CURRENCY|PERCENT|DATE|TIME|DATE_TIME|TEXT|BOOLEAN|DROPDOWN|FILES_CHIP|" +
      "PEOPLE_CHIP|FINANCE_CHIP|PLACE_CHIP|RATINGS_CHIP",
    dataValidationRule: "object",
  },
  SortSpec: { dimensionIndex: "int", sortOrder: "ASCENDING|DESCENDING" },
};

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
  DataFilterValueRange: {
    dataFilter: "DataFilter",
    majorDimension: `DIMENSION_UNSPECIFIED|${DIMENSION}`,
    values: "[]any",
  },
  BatchGetValuesByDataFilterRequest: {
    dataFilters: "[]DataFilter",
    majorDimension: `DIMENSION_UNSPECIFIED|${DIMENSION}`,
    valueRenderOption: RENDER,
    dateTimeRenderOption: DATE_RENDER,
  },
  BatchUpdateValuesByDataFilterRequest: {
    valueInputOption: INPUT,
    data: "[]DataFilterValueRange",
    includeValuesInResponse: "bool",
    responseValueRenderOption: RENDER,
    responseDateTimeRenderOption: DATE_RENDER,
  },
  BatchClearValuesByDataFilterRequest: { dataFilters: "[]DataFilter" },
  GetSpreadsheetByDataFilterRequest: {
    dataFilters: "[]DataFilter",
    includeGridData: "bool",
    excludeTablesInBandedRanges: "bool",
  },
  CopySheetToAnotherSpreadsheetRequest: { destinationSpreadsheetId: "string" },
  SearchDeveloperMetadataRequest: { dataFilters: "[]DataFilter" },
};
