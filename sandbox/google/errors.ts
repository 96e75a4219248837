/** What Sheets, Drive and the token endpoint refuse with; `routes.ts` turns it into the body each of them uses. */
export class GoogleError extends Error {
  constructor(
    readonly code: number,
    readonly status: string,
    message: string,
    readonly details: readonly unknown[] = [],
  ) {
    super(message);
  }
}

export const invalidArgument = (message: string, details: readonly unknown[] = []): GoogleError =>
  new GoogleError(400, "INVALID_ARGUMENT", message, details);

/** 400 with the `BadRequest` detail that names the offending field, as the JSON transcoder answers. */
export const badField = (field: string, description: string): GoogleError =>
  invalidArgument(description, [
    {
      "@type": "type.googleapis.com/google.rpc.BadRequest",
      fieldViolations: [{ ...(field === "" ? {} : { field }), description }],
    },
  ]);

export const notFound = (): GoogleError =>
  new GoogleError(404, "NOT_FOUND", "Requested entity was not found.");

export const forbidden = (): GoogleError =>
  new GoogleError(403, "PERMISSION_DENIED", "The caller does not have permission");

/** A method or option Google has and this sandbox does not: said loudly instead of imitated. */
export const notReproduced = (what: string): GoogleError =>
  new GoogleError(501, "UNIMPLEMENTED", `The sandbox does not reproduce ${what}.`);

export const gridLimits = (range: string, rows: number, columns: number): GoogleError =>
  invalidArgument(`Range (${range}) exceeds grid limits. Max rows: ${rows}, max columns: ${columns}`);

export const MAX_CELLS = 10_000_000;
export const MAX_COLUMNS = 18_278;
export const MAX_CELL_CHARACTERS = 50_000;

export const tooManyCells = (): GoogleError =>
  invalidArgument(
    `This action would increase the number of cells in the workbook above the limit of ${MAX_CELLS} cells.`,
  );

export const cellTooLong = (): GoogleError =>
  invalidArgument(
    `Your input contains more than the maximum of ${MAX_CELL_CHARACTERS} characters in a single cell.`,
  );

export const protectedCell = (): GoogleError =>
  invalidArgument(
    "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove " +
      "protection if you need to edit.",
  );

/** The JSON body of Sheets v4 and the other new-style APIs. */
export function rpcBody(error: GoogleError): unknown {
  const { code, message, status, details } = error;
  return { error: { code, message, status, ...(details.length > 0 ? { details } : {}) } };
}
