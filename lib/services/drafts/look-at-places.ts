import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import type { Connector, Location, SideShape } from "@/lib/connectors/connector";
import { findConnection, type StoredConnection } from "@/lib/db/connections";
import { record, withOrg } from "@/lib/db/control";
import { changeDraft, queueForDraft } from "@/lib/db/drafts";
import { asAppError } from "@/lib/errors";
import { uuidOf } from "@/lib/ids";
import { tryConnection } from "@/lib/reach/try-connection";
import { callerEntry } from "../audit/caller-entry";
import { placeChecks } from "../connections/place-checks";
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
  const looks = await lookAtPlaces(caller, asked, { before: seen.looks, now });
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
  { before, now }: { readonly before: Draft["looks"]; readonly now: Date },
): Promise<Record<string, KeptLook>> {
  const looks = await Promise.all(
    sides.map(async (side) => [side.ref, await lookAt(caller, side, before[side.ref], now)] as const),
  );
  return Object.fromEntries(looks);
}

async function lookAt(
  caller: Caller,
  side: DraftSide,
  before: KeptLook | undefined,
  now: Date,
): Promise<KeptLook> {
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
    return { ...named, ...seen, problem: null };
  } catch (thrown) {
    const { message, remedy } = asAppError(thrown);
    return { ...named, title: named.title || connection.name, checks: [], problem: { message, remedy } };
  }
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
  fields.map(({ id, name, native, type, alternatives, writable, readOnlyReason, keyPart, options }) => ({
    ...{ id, name, native, keyPart },
    carries: type === null ? [...alternatives] : [type, ...alternatives],
    readOnlyBecause: writable ? null : (readOnlyReason ?? "It is read-only."),
    options: options && [...options],
  }));
