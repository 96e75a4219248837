import { AppError } from "@/lib/errors";
import type { MadePlace, NewField, NewPlace } from "../new-place";
import { type Answer, type Calls, must } from "./client";
import { errorOf } from "./failure";
import { dashedId } from "./ids";
import { type Json, objectAt, objectsAt, textAt } from "./json";
import { fetchLiveSchema, isTrashed } from "./schema";
import { schemaOfFields, schemaOfPlace } from "./schema-of-place";
import { plainText, richText } from "./text-codec";

/** A page with more on it than this is no page to put a database on. */
const MOST_CHILDREN_PAGES = 10;

/** Shown under the database's title, where people may read it, and by which we know it again. */
const signature = (mark: string): string => `Made by ChittySync (${mark.slice(0, 16)}).`;

/**
 * Makes a database with one data source on a page. The page's own list of databases is asked first, which unlike search
 * does not lag; what a lost answer left there bears our signature.
 */
export async function createPlace(calls: Calls, place: NewPlace): Promise<MadePlace> {
  const pageId = dashedId(String(place.parent.pageId ?? ""));
  if (pageId === null) throw refused("/parent", "Name the page that the database is to be on.");
  const properties = schemaOfPlace(place);
  const there = await databaseOn(calls, pageId, place);
  if (there !== null) return { location: locationOf(there, place.title), isNew: false };
  const answer = await calls.createDatabase(pageId, {
    title: richText(place.title) ?? [],
    description: richText(signature(place.mark)) ?? [],
    properties,
  });
  return { location: locationOf(await madeOf(calls, answer), place.title), isNew: true };
}

/** The database of this name on the page, if it is ours. Throws `invalid-input` where it is somebody else's. */
async function databaseOn(calls: Calls, pageId: string, { title, mark }: NewPlace): Promise<Json | null> {
  let foreign = false;
  let cursor: string | null = null;
  for (let page = 0; page < MOST_CHILDREN_PAGES; page += 1) {
    const answer = await calls.children(pageId, cursor);
    if (!answer.ok && answer.failure.kind === "not-found") throw parentGone();
    const list = must(answer);
    for (const block of list.results) {
      const id = textAt(block, "id");
      if (id === null || textAt(objectAt(block, "child_database") ?? {}, "title") !== title) continue;
      const database = await calls.database(id);
      if (database.ok && !isTrashed(database.value) && saysOf(database.value).includes(signature(mark)))
        return database.value;
      foreign = true;
    }
    if (!list.hasMore || list.nextCursor === null) break;
    cursor = list.nextCursor;
  }
  if (foreign) {
    throw refused(
      "/title",
      `The page holds a database called "${title}" already.`,
      "Give the new one another name, or choose that one.",
    );
  }
  return null;
}

const saysOf = (database: Json): string => plainText(objectsAt(database, "description") ?? []) ?? "";

/** The database that the call made, also where only its id came back. */
async function madeOf(calls: Calls, answer: Answer<Json>): Promise<Json> {
  if (answer.ok) return answer.value;
  const { failure } = answer;
  switch (failure.kind) {
    case "not-found":
      throw parentGone();
    case "forbidden":
      throw new AppError("connection-broken", "The connection may not make databases in Notion.", {
        remedy:
          "At notion.so/developers/connections open the connection and tick Insert content, under Capabilities.",
      });
    case "rejected":
      throw refused(
        "/fields",
        "Notion does not take a database with these fields.",
        "Offer fewer options, or fewer fields.",
      );
    case "lost":
      if (failure.committedId !== null) return must(await calls.database(failure.committedId));
      throw new AppError("upstream-unavailable", "Notion did not say whether it made the database.", {
        remedy: "Try again: what it made is found by itself.",
      });
    default:
      throw errorOf(failure);
  }
}

function locationOf(database: Json, title: string): MadePlace["location"] {
  const [source] = objectsAt(database, "data_sources") ?? [];
  const id = dashedId(textAt(source ?? {}, "id") ?? "");
  if (id === null) {
    throw new AppError("upstream-unavailable", "Notion does not show the new database yet.", {
      remedy: "Try again in a minute: it is found by itself.",
    });
  }
  return { id, title, address: { dataSourceId: id } };
}

/** Adds the properties whose names the data source lacks. Notion reads a name that is there as a wish to change it. */
export async function addFields(
  calls: Calls,
  address: Readonly<Record<string, string | number>>,
  fields: readonly NewField[],
): Promise<readonly string[]> {
  const id = dashedId(String(address.dataSourceId ?? ""));
  if (id === null) throw refused("/location", "A Notion location is named by the id of its data source.");
  const wanted = schemaOfFields(fields);
  const { properties } = await fetchLiveSchema(calls, id);
  const there = new Set([...properties.values()].map(({ name }) => name.toLowerCase()));
  const added = fields.map(({ name }) => name).filter((name) => !there.has(name.toLowerCase()));
  if (added.length === 0) return [];
  const answer = await calls.extend(id, Object.fromEntries(added.map((name) => [name, wanted[name]])));
  if (!answer.ok && answer.failure.kind === "rejected")
    throw refused("/fields", "Notion does not take these fields.", "Offer fewer options, or fewer fields.");
  must(answer);
  return added;
}

const refused = (path: string, message: string, remedy?: string): AppError =>
  new AppError("invalid-input", message, { paths: [{ path, message }], ...(remedy && { remedy }) });

const parentGone = (): AppError =>
  refused(
    "/parent",
    "The page is not shared with the connection, or it is gone.",
    "In Notion open the page, its ••• menu, Connections, and add the connection; or choose another page.",
  );
