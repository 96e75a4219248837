import {
  Client,
  type CreateDatabaseParameters,
  type CreatePageParameters,
  type SearchParameters,
  type UpdateDataSourceParameters,
} from "@notionhq/client";
import type { WaysOut } from "../connector";
import { classify, errorOf, type Failure } from "./failure";
import { encodedPropertyId } from "./ids";
import { isJson, type Json, objectAt, objectsAt, textAt } from "./json";

export const NOTION_VERSION = "2026-03-11";

/** Above the 55-60 s after which Notion itself gives up, or the id of a committed write would be lost. */
const TIMEOUT_MS = 75_000;
const BODY_LIMIT = 64 * 1024 * 1024;

/** `filter_properties` takes no more than this; beyond, whole pages are asked for. */
const FILTERED_PROPERTIES = 100;

export type PropertyRequest = NonNullable<CreatePageParameters["properties"]>[string];
export type PropertyRequests = Readonly<Record<string, PropertyRequest>>;

type NewProperties = NonNullable<NonNullable<CreateDatabaseParameters["initial_data_source"]>["properties"]>;

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

/** One page of any list. `cut`: whether Notion's `request_status` says that the whole result is not to be had. */
export interface List {
  readonly results: readonly Json[];
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  readonly cut: "no" | "unsaid" | "at-limit" | "other";
}

/** A page of one property's members. `whole`: the property itself, with what Notion computes of the members so far. */
export interface PropertyItem extends List {
  readonly whole: Json | null;
}

/** The official client without its retries and logs; every byte goes through the caller's `fetch`. */
export function notionClient(token: string, fetch: WaysOut["fetch"], baseUrl: string | undefined): Client {
  return new Client({
    auth: token,
    notionVersion: NOTION_VERSION,
    retry: false,
    timeoutMs: TIMEOUT_MS + 1_000,
    // Its log lines carry Notion's messages, which can carry cell values.
    logger: () => {},
    fetch: (url, init) => bounded(fetch, url, init ?? {}),
    ...(baseUrl === undefined ? {} : { baseUrl: baseUrl.replace(/\/+$/, "") }),
  });
}

type Sent = Parameters<NonNullable<NonNullable<ConstructorParameters<typeof Client>[0]>["fetch"]>>[1];

/** The client's own timeout covers the headers only and leaves the request running; this one ends both. */
async function bounded(fetch: WaysOut["fetch"], url: string, init: NonNullable<Sent>) {
  const response = await fetch(url, {
    method: init.method ?? "GET",
    headers: init.headers ?? {},
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(init.body === undefined ? {} : { body: init.body }),
  });
  const text = await readText(response);
  return { ok: response.ok, status: response.status, headers: response.headers, text: async () => text };
}

async function readText(response: Response): Promise<string> {
  if (response.body === null) return "";
  const decoder = new TextDecoder();
  let [text, size] = ["", 0];
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > BODY_LIMIT) throw new RangeError("the answer is too large");
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** The calls of one operation, counted. Failures are values; `must` makes them errors. */
export class Calls {
  requests = 0;

  constructor(private readonly client: Client) {}

  me(): Promise<Answer<Json>> {
    return this.object(() => this.client.users.me({}));
  }

  user(id: string): Promise<Answer<Json>> {
    return this.object(() => this.client.users.retrieve({ user_id: id }));
  }

  /** Members of the workspace; guests are not listed. */
  users(cursor: string | null): Promise<Answer<List>> {
    return this.list(() =>
      this.client.users.list({ page_size: 100, ...(cursor === null ? {} : { start_cursor: cursor }) }),
    );
  }

  search(parameters: SearchParameters): Promise<Answer<List>> {
    return this.list(() => this.client.search(parameters));
  }

  dataSource(id: string): Promise<Answer<Json>> {
    return this.object(() => this.client.dataSources.retrieve({ data_source_id: id }));
  }

  database(id: string): Promise<Answer<Json>> {
    return this.object(() => this.client.databases.retrieve({ database_id: id }));
  }

  /**
   * Rows of the live partition (or, where the body says `is_archived`, of the trash), with the given properties
   * only. A raw request: the client's own method would leave `is_archived` out without a word.
   */
  query(dataSourceId: string, properties: readonly string[], body: Json): Promise<Answer<List>> {
    return this.list(() =>
      this.client.request({
        method: "post",
        path: `data_sources/${dataSourceId}/query`,
        body: { ...body, result_type: "page" },
        ...(properties.length > 0 && properties.length <= FILTERED_PROPERTIES
          ? { query: { filter_properties: properties.map(encodedPropertyId) } }
          : {}),
      }),
    );
  }

  page(id: string): Promise<Answer<Json>> {
    return this.object(() => this.client.pages.retrieve({ page_id: id }));
  }

  async property(pageId: string, property: string, cursor: string | null): Promise<Answer<PropertyItem>> {
    const answer = await this.object(() =>
      this.client.pages.properties.retrieve({
        page_id: pageId,
        property_id: encodedPropertyId(property),
        page_size: 100,
        ...(cursor === null ? {} : { start_cursor: cursor }),
      }),
    );
    if (!answer.ok) return answer;
    if (answer.value.object === "property_item") {
      return { ok: true, value: { ...listOf({ has_more: false }, []), whole: answer.value } };
    }
    const list = asList(answer);
    return list.ok
      ? { ok: true, value: { ...list.value, whole: objectAt(answer.value, "property_item") } }
      : list;
  }

  /** Pages and databases on a page, and its text. */
  children(pageId: string, cursor: string | null): Promise<Answer<List>> {
    return this.list(() =>
      this.client.blocks.children.list({
        block_id: pageId,
        page_size: 100,
        ...(cursor === null ? {} : { start_cursor: cursor }),
      }),
    );
  }

  /** A database on a page, with one data source of this schema. */
  createDatabase(
    pageId: string,
    { properties, ...texts }: Pick<CreateDatabaseParameters, "title" | "description"> & { properties: Json },
  ): Promise<Answer<Json>> {
    return this.object(() =>
      this.client.databases.create({
        parent: { type: "page_id", page_id: pageId },
        ...texts,
        initial_data_source: { properties: properties as NewProperties },
      }),
    );
  }

  /** Adds properties to a data source, by name. */
  extend(dataSourceId: string, properties: Json): Promise<Answer<Json>> {
    return this.object(() =>
      this.client.dataSources.update({
        data_source_id: dataSourceId,
        properties: properties as UpdateDataSourceParameters["properties"] & object,
      }),
    );
  }

  create(dataSourceId: string, properties: PropertyRequests): Promise<Answer<Json>> {
    return this.object(() =>
      this.client.pages.create({
        parent: { type: "data_source_id", data_source_id: dataSourceId },
        properties: { ...properties },
      }),
    );
  }

  update(pageId: string, properties: PropertyRequests): Promise<Answer<Json>> {
    return this.object(() => this.client.pages.update({ page_id: pageId, properties: { ...properties } }));
  }

  trash(pageId: string): Promise<Answer<Json>> {
    return this.object(() => this.client.pages.update({ page_id: pageId, in_trash: true }));
  }

  private async object(send: () => Promise<unknown>): Promise<Answer<Json>> {
    this.requests += 1;
    try {
      const value = await send();
      return isJson(value) ? { ok: true, value } : garbled;
    } catch (thrown) {
      return { ok: false, failure: classify(thrown) };
    }
  }

  private async list(send: () => Promise<unknown>): Promise<Answer<List>> {
    return asList(await this.object(send));
  }
}

function asList(answer: Answer<Json>): Answer<List> {
  if (!answer.ok) return answer;
  const results = objectsAt(answer.value, "results");
  return results === null ? garbled : { ok: true, value: listOf(answer.value, results) };
}

const garbled = { ok: false, failure: { kind: "lost", committedId: null } } as const;

function listOf(answer: Json, results: readonly Json[]): List {
  return {
    results,
    hasMore: answer.has_more !== false,
    nextCursor: textAt(answer, "next_cursor"),
    cut: cutOf(objectAt(answer, "request_status")),
  };
}

function cutOf(status: Json | null): List["cut"] {
  if (status === null) return "unsaid";
  if (status.type === "complete") return "no";
  return status.incomplete_reason === "query_result_limit_reached" ? "at-limit" : "other";
}

/** The value, or the failure thrown as an AppError. */
export function must<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  throw errorOf(answer.failure);
}
