import { OTHER_BATCH_KINDS } from "../batch-shapes";
import { badField, GoogleError, invalidArgument, notReproduced } from "../errors";
import { assertSize, type Book } from "../grid";
import { assertMetadataSize, usedMetadataIds } from "../metadata";
import type { BatchContext } from "./context";
import { APPLY } from "./registry";

type Request = Readonly<Record<string, unknown>>;

/** Applies the requests in order to a draft and answers one reply each; the first that fails fails the batch. */
export function runBatch(
  book: Book,
  requests: readonly Request[],
  who: { readonly actor: string; readonly project: string },
): Record<string, unknown>[] {
  if (requests.length === 0) throw invalidArgument("Must specify at least one request.");
  let ids: Set<number> | undefined;
  const context: BatchContext = {
    book,
    ...who,
    metadataIds: () => {
      ids ??= usedMetadataIds(book);
      return ids;
    },
  };
  const replies = requests.map((request, index) => applyOne(context, request, index));
  assertSize(book);
  if (ids !== undefined) assertMetadataSize(book);
  return replies;
}

function applyOne(context: BatchContext, request: Request, index: number): Record<string, unknown> {
  const kinds = Object.keys(request);
  const kind = kinds[0];
  if (kind === undefined || kinds.length > 1)
    throw badField(
      `requests[${index}]`,
      kind === undefined
        ? `Invalid requests[${index}]: No request set.`
        : `Invalid value at 'requests[${index}]' (oneof), oneof field 'kind' is already set. Cannot set '${kinds[1]}'`,
    );
  if (OTHER_BATCH_KINDS.includes(kind)) throw notReproduced(`${kind} in spreadsheets.batchUpdate`);
  const apply = APPLY[kind];
  if (apply === undefined) throw notReproduced(`${kind} in spreadsheets.batchUpdate`);
  try {
    const reply = apply(context, (request[kind] ?? {}) as never);
    return reply === undefined ? {} : { [kind]: reply };
  } catch (error) {
    if (error instanceof GoogleError && error.code === 400)
      throw new GoogleError(
        400,
        error.status,
        `Invalid requests[${index}].${kind}: ${error.message}`,
        error.details,
      );
    throw error;
  }
}
