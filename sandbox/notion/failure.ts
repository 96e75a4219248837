/** An answer that is an error, in the API's envelope. */
export class NotionFailure extends Error {
  readonly status: number;
  readonly code: string;
  readonly additionalData: Readonly<Record<string, string | readonly string[]>> | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    extra: {
      readonly additionalData?: Readonly<Record<string, string | readonly string[]>>;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message);
    this.name = "NotionFailure";
    this.status = status;
    this.code = code;
    this.additionalData = extra.additionalData ?? null;
    this.headers = extra.headers ?? {};
  }

  body(requestId: string): Record<string, unknown> {
    return {
      object: "error",
      status: this.status,
      code: this.code,
      message: this.message,
      ...(this.additionalData === null ? {} : { additional_data: this.additionalData }),
      request_id: requestId,
    };
  }
}

export const invalid = (message: string): NotionFailure =>
  new NotionFailure(400, "validation_error", message);

/** `should` is a phrase such as "a number" or "not present"; `path` starts with `body`, `path` or `query`. */
export function mismatch(path: string, should: string, was: unknown): NotionFailure {
  const part = path.split(/[.[]/, 1)[0] ?? "body";
  const shown = was === undefined ? "undefined" : JSON.stringify(was).slice(0, 200);
  return invalid(`${part} failed validation: ${path} should be ${should}, instead was \`${shown}\`.`);
}

/** Never seen, not shared and purged read alike: the text must not tell them apart. */
export const notFound = (kind: "page" | "database" | "data source" | "user", id: string): NotionFailure =>
  new NotionFailure(
    404,
    "object_not_found",
    kind === "user"
      ? `Could not find user with ID: ${id}.`
      : `Could not find ${kind} with ID: ${id}. Make sure the relevant pages and databases are shared with your integration.`,
  );

export const restricted = (message: string): NotionFailure =>
  new NotionFailure(403, "restricted_resource", message);

/** For what the real API does and this one does not pretend to; never silently accepted. */
export const notReproduced = (what: string): NotionFailure =>
  invalid(`The sandbox does not reproduce ${what}.`);
