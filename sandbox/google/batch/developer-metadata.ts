import { invalidArgument } from "../errors";
import { parseMask } from "../field-mask";
import type { MetadataEntry } from "../grid";
import {
  type LocationInput,
  metadataView,
  type Placed,
  placeOf,
  setEntries,
  takeMetadataId,
} from "../metadata";
import { type DataFilter, matchingMetadata } from "../metadata-search";
import type { Apply, BatchContext } from "./context";

interface MetadataInput {
  readonly metadataId?: number;
  readonly metadataKey?: string;
  readonly metadataValue?: string;
  readonly location?: LocationInput;
  readonly visibility?: string;
}

/** A chosen id that is in use fails the request, and so the whole batch: the fence against applying twice. */
export const createDeveloperMetadata: Apply<{ readonly developerMetadata?: MetadataInput }> = (
  context,
  request,
) => {
  const { book } = context;
  const input = request.developerMetadata ?? {};
  if (!input.metadataKey) throw invalidArgument("developerMetadata.metadataKey must be set.");
  const place = placeOf(book, input.location);
  const entry: MetadataEntry = {
    metadataId: takeMetadataId(context.metadataIds(), input.metadataId),
    metadataKey: input.metadataKey,
    ...(input.metadataValue === undefined ? {} : { metadataValue: input.metadataValue }),
    visibility: visibilityOf(input.visibility),
    project: context.project,
  };
  setEntries(book, place, (entries) => [...entries, entry]);
  return { developerMetadata: metadataView({ entry, place }) };
};

function visibilityOf(text: string | undefined): "DOCUMENT" | "PROJECT" {
  if (text === "DOCUMENT" || text === "PROJECT") return text;
  throw invalidArgument("developerMetadata.visibility must be set.");
}

const matching = (context: BatchContext, filters: readonly DataFilter[]): Placed[] =>
  matchingMetadata(context.book, filters, context.project);

/** Deletes what the filter selects. A filter that selects nothing is accepted. */
export const deleteDeveloperMetadata: Apply<{ readonly dataFilter?: DataFilter }> = (context, request) => {
  if (request.dataFilter === undefined) throw invalidArgument("dataFilter must be set.");
  const found = matching(context, [request.dataFilter]);
  for (const { entry, place } of found) {
    setEntries(context.book, place, (entries) => entries.filter((one) => one !== entry));
    context.metadataIds().delete(entry.metadataId);
  }
  return found.length === 0 ? {} : { deletedDeveloperMetadata: found.map(metadataView) };
};

export const updateDeveloperMetadata: Apply<{
  readonly dataFilters?: readonly DataFilter[];
  readonly developerMetadata?: MetadataInput;
  readonly fields?: string;
}> = (context, request) => {
  if (!request.fields) throw invalidArgument("At least one field must be listed in 'fields'.");
  const mask = parseMask(request.fields, "fields");
  const input = request.developerMetadata ?? {};
  if (mask.under("metadataId") !== undefined && !mask.whole)
    throw invalidArgument("developerMetadata.metadataId cannot be updated.");
  const updated = matching(context, request.dataFilters ?? []).map(({ entry, place }): Placed => {
    const target = mask.under("location") === undefined ? place : placeOf(context.book, input.location);
    const next: MetadataEntry = {
      ...entry,
      ...(mask.under("metadataKey") && input.metadataKey ? { metadataKey: input.metadataKey } : {}),
      ...(mask.under("visibility") ? { visibility: visibilityOf(input.visibility) } : {}),
    };
    const valued = mask.under("metadataValue") === undefined ? next : withText(next, input.metadataValue);
    setEntries(context.book, place, (entries) => entries.filter((one) => one !== entry));
    setEntries(context.book, target, (entries) => [...entries, valued]);
    return { entry: valued, place: target };
  });
  // Touched so that the batch checks the storage limit at its end.
  context.metadataIds();
  return updated.length === 0 ? {} : { developerMetadata: updated.map(metadataView) };
};

function withText(entry: MetadataEntry, text: string | undefined): MetadataEntry {
  const { metadataValue: _, ...rest } = entry;
  return text === undefined ? rest : { ...rest, metadataValue: text };
}
