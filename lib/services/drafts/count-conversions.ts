import "server-only";
import { setImmediate } from "node:timers/promises";
import { authorize, type Caller } from "@/lib/auth/policy";
import type { SideConnector } from "@/lib/connectors/connector";
import { withOrg } from "@/lib/db/control";
import type { Value } from "@/lib/engine/value";
import { asAppError } from "@/lib/errors";
import { uuidOf } from "@/lib/ids";
import { tryConnection } from "@/lib/reach/try-connection";
import { type Conversion, readingConversion, writingConversion } from "./conversion-count";
import type { DraftField, DraftSide } from "./draft-input";
import type { ConversionsView, ConversionView } from "./draft-view";
import { directionsOf } from "./key-sides";
import { type Draft, requireDraft } from "./stored-draft";
import { type SurveyedRows, surveyedRows } from "./surveyed-rows";

/** What fails is told first; a wide table over many sides has more ways than anybody reads. */
const MOST_TOLD = 1_000;

/**
 * Values that do not convert, by field: those that a side does not show as the field's type, and those that another side
 * would not take. What a side takes is asked of its connector, on the place as it is now; a side that does not answer says
 * so, and nothing is said of what it would take.
 */
export async function countConversions(caller: Caller, id: string): Promise<ConversionsView> {
  authorize(caller, "registry:read");
  const draft = await withOrg(caller.organizationId, (db) => requireDraft(db, id));
  const fields = draft.body.fields.filter(({ type }) => type !== "relation");
  const surveyed = await surveyedRows(caller.organizationId, draft, fields);
  if (!surveyed.ok) return { ...surveyed.basis, conversions: [], problems: [] };
  const reading = surveyed.sides.flatMap((from) =>
    sourcesIn(draft, from, fields).map((conversion) => readingConversion(conversion)),
  );
  const writing = await Promise.all(
    draft.body.sides.map((side) => conversionsTo(caller, draft, side, surveyed.sides)),
  );
  return {
    ...surveyed.basis,
    conversions: [...reading, ...writing.flatMap(({ conversions }) => conversions)]
      .filter(({ values }) => values > 0)
      .toSorted((a, b) => b.failing - a.failing)
      .slice(0, MOST_TOLD),
    problems: writing.flatMap(({ problem }) => problem ?? []),
  };
}

/** The fields that come into the registry from a side. */
function sourcesIn(
  draft: Draft,
  { side, records }: SurveyedRows,
  fields: readonly DraftField[],
): Conversion[] {
  const directions = directionsOf(draft, side);
  return fields
    .filter(({ ref }) => directions.get(ref) === "both" || directions.get(ref) === "in")
    .map((field) => ({ field, from: side.ref, key: draft.body.key, records }));
}

interface WritingTo {
  readonly conversions: readonly ConversionView[];
  readonly problem: ConversionsView["problems"][number] | null;
}

const NOTHING_WRITTEN: WritingTo = { conversions: [], problem: null };

async function conversionsTo(
  caller: Caller,
  draft: Draft,
  to: DraftSide,
  surveyed: readonly SurveyedRows[],
): Promise<WritingTo> {
  const directions = directionsOf(draft, to);
  const written = draft.body.fields.filter(
    ({ ref, type }) => type !== "relation" && ["both", "out"].includes(directions.get(ref) ?? "off"),
  );
  const sources = surveyed
    .filter(({ side }) => side.ref !== to.ref)
    .flatMap((from) => sourcesIn(draft, from, written));
  if (sources.length === 0) return NOTHING_WRITTEN;
  const title = surveyed.find(({ side }) => side.ref === to.ref)?.title ?? to.ref;
  try {
    const conversions = await withSideOpen(caller, draft, to, async (side) => {
      const counted: ConversionView[] = [];
      for (const source of sources) {
        const take = (value: Value) => side.project(source.field.ref, value);
        counted.push(writingConversion(source, { side: to.ref, take }));
        // Each goes over all rows of a side: others get a turn in between.
        await setImmediate();
      }
      return counted;
    });
    return { conversions, problem: null };
  } catch (thrown) {
    const { message, remedy } = asAppError(thrown);
    return { conversions: [], problem: { side: to.ref, message: `${title}: ${message}`, remedy } };
  }
}

/** The side opened as its mapping has it; the columns that it was surveyed by are its key until one is chosen. */
function withSideOpen<T>(
  { organizationId }: Caller,
  { body, survey }: Draft,
  side: DraftSide,
  work: (connector: SideConnector) => Promise<T>,
): Promise<T> {
  const read = survey?.sides.find(({ ref }) => ref === side.ref);
  const mapped = side.mappings.flatMap(({ field: ref, sideField, direction }) => {
    const field = body.fields.find((one) => one.ref === ref);
    if (!field || field.type === "relation" || direction === "off") return [];
    return [
      { field: { id: ref, name: field.name, type: field.type }, sideField, writable: direction !== "in" },
    ];
  });
  const keyed = (read?.columns ?? [])
    .filter(({ id }) => read?.key.includes(id))
    .flatMap(({ id, name, sideField, types: [type] }) =>
      type ? [{ field: { id: `key_${id}`, name, type }, sideField, writable: false }] : [],
    );
  const config = {
    address: side.location,
    mapped: [...mapped, ...keyed],
    key: keyed.map(({ field }) => field.id),
  };
  const place = {
    organizationId,
    connectionId: uuidOf("con", side.connectionId) ?? "",
    lane: "interactive" as const,
  };
  return tryConnection(place, async (connector) => {
    const opened = connector.side(config);
    await opened.shape();
    return work(opened);
  });
}
