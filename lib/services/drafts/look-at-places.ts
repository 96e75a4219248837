import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import type { Connector, Location, SideShape } from "@/lib/connectors/connector";
import { findConnection, type StoredConnection } from "@/lib/db/connections";
import { record, withOrg } from "@/lib/db/control";
import { changeDraft, queueForDraft } from "@/lib/db/drafts";
import { findHolder } from "@/lib/db/registries";
import { asAppError } from "@/lib/errors";
import { uuidOf } from "@/lib/ids";
import { tryConnection } from "@/lib/reach/try-connection";
import { callerEntry } from "../audit/caller-entry";
import { placeChecks } from "../connections/place-checks";
import { columnView } from "../registries/look-at-registry";
import type { DraftSide } from "./draft-input";
import type { DraftColumn, DraftView } from "./draft-view";
import { type Draft, type KeptLook, placeText, requireDraft, requireOpen } from "./stored-draft";
import { draftView } from "./view-of-draft";

/** Looks at a draft's places again, all or some: what a person mends in a system shows here. */
export async function lookAgain(
  caller: Caller,
  id: string,
  { sides }: { readonly sides?: readonly string[] | undefined },
  now = new Date(),
): Promise<DraftView> {
  authorize(caller, "registry:write");
  const seen = await withOrg(caller.organizationId, (db) => requireDraft(db, id));
  requireOpen(seen);
  const asked = seen.body.sides.filter(({ ref }) => sides === undefined || sides.includes(ref));
  const looks = await lookAtPlaces(caller, asked, { before: seen.looks, registryId: seen.registryId, now });
  return withOrg(caller.organizationId, async (db) => {
    await queueForDraft(db, seen.id);
    const draft = await requireDraft(db, id);
    await changeDraft(db, draft.id, { looks: { ...draft.looks, ...looks } });
    const after = draftView(await requireDraft(db, id));
    const target = { type: "draft", ref: id };
    const payload = { lookedAt: asked.map(({ ref }) => ref) };
    await record(db, [callerEntry(caller, { action: "draft.changed", target, payload })], now);
    return after;
  });
}

/**
 * What the places of these sides look like now, by the sides' refs. One that cannot be looked at says why and how that is
 * mended, and keeps what was seen of it before.
 */
export async function lookAtPlaces(
  caller: Caller,
  sides: readonly DraftSide[],
  known: Known,
): Promise<Record<string, KeptLook>> {
  const looks = await Promise.all(
    sides.map(async (side) => [side.ref, await lookAt(caller, side, known)] as const),
  );
  return Object.fromEntries(looks);
}

interface Known {
  readonly before: Draft["looks"];
  /** The draft's own registry, which may have its places; null = it has none. */
  readonly registryId: string | null;
  readonly now: Date;
}

async function lookAt(
  caller: Caller,
  side: DraftSide,
  { before: looks, registryId, now }: Known,
): Promise<KeptLook> {
  const before = looks[side.ref];
  const place = placeText(side);
  const { organizationId } = caller;
  const uuid = uuidOf("con", side.connectionId);
  const connection = uuid && (await withOrg(organizationId, (db) => findConnection(db, uuid)));
  const known = before?.place === place ? before : NOTHING_SEEN;
  const told = { ...known, side: side.ref, place, lookedAt: now.toISOString() };
  if (!connection)
    return {
      ...told,
      problem: { message: "The connection does not exist any more.", remedy: "Choose another connection." },
    };
  const named = { ...told, kind: connection.kind, connection: connection.name };
  try {
    const target = { organizationId, connectionId: connection.id, lane: "interactive" as const };
    const seen = await tryConnection(target, (connector) => seenOf(connector, connection, side));
    const taken = await takenCheck(
      caller,
      { connectionId: connection.id, address: side.location },
      registryId,
    );
    return { ...named, ...seen, checks: [...seen.checks, ...taken], problem: null };
  } catch (thrown) {
    const { message, remedy } = asAppError(thrown);
    return { ...named, title: named.title || connection.name, checks: [], problem: { message, remedy } };
  }
}

/** A line for a place that another registry has: none is made over it. */
async function takenCheck(
  { organizationId }: Caller,
  place: Parameters<typeof findHolder>[1],
  registryId: string | null,
): Promise<KeptLook["checks"]> {
  const holder = await withOrg(organizationId, (db) => findHolder(db, place));
  if (holder === null || holder.id === registryId) return [];
  const message = `It belongs to the registry "${holder.name}" already.`;
  const remedy =
    "Choose another place: one place belongs to one registry, so that changes cannot go in circles.";
  return [{ name: "not-taken", ok: false, message, remedy }];
}

const NOTHING_SEEN: Pick<KeptLook, "kind" | "connection" | "title" | "checks" | "columns" | "rowCount"> = {
  ...{ kind: "", connection: "", title: "", checks: [], columns: [], rowCount: null },
};

async function seenOf(connector: Connector, { name }: StoredConnection, side: DraftSide) {
  const shape = await connector.side({ address: side.location, mapped: [], key: [] }).shape();
  const listed = (await connector.locations(side.query ?? "")).find((one) => isPlace(one, side));
  return {
    title: `${name}: ${listed?.title ?? wordsOf(side)}`,
    checks: [...placeChecks(listed ?? {}, shape)],
    columns: columnsOf(shape),
    rowCount: shape.rowCount,
  };
}

/** Titles change; the rest of an address is what finds the place. */
const isPlace = ({ address }: Location, { location }: DraftSide): boolean =>
  Object.entries(location).every(([part, value]) => part === "title" || address[part] === value);

const wordsOf = ({ location: { title, table, ...parts } }: DraftSide): string =>
  String(title ?? table ?? Object.values(parts)[0] ?? "");

const columnsOf = ({ fields }: SideShape): DraftColumn[] =>
  fields.map((field) => ({
    ...columnView(field),
    keyPart: field.keyPart,
    options: field.options && [...field.options],
  }));
