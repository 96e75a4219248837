import "server-only";
import { z } from "zod";
import { rolesFor } from "@/lib/auth/policy";
import type { Operation } from "./operation";
import { allOperations, allViews } from "./operations/all";

type Json = { readonly [key: string]: unknown };

/** Statuses with which any call may be refused, each in words. */
const PROBLEMS: Readonly<Record<string, string>> = {
  "400": "The body is not JSON",
  "401": "No valid API key",
  "402": "The plan's limit is reached",
  "403": "The key may not do this",
  "404": "There is no such thing, or it is another organization's",
  "409": "Changed meanwhile, held for a person, or the Idempotency-Key is in use",
  "413": "The body is over 1 MB",
  "415": "The content type is not application/json",
  "422": "The input cannot be accepted; paths says where",
  "424": "A connected system refuses us until somebody mends it",
  "429": "Too many calls of this key, address or organization, or a connected system asks for patience",
  "500": "Our mistake; requestId finds it in our log",
  "503": "A connected system does not answer now; Retry-After says when to try again",
};

const ONLY_WITH_BODY = new Set(["400", "413", "415"]);

const DESCRIPTION =
  "Registries kept equal across Notion, PostgreSQL and Google Sheets. Every call needs an API key. Lists come in " +
  "pages {data, nextCursor}. Refusals are RFC 9457 problems. A POST with an Idempotency-Key is answered once: the " +
  "same key and input get the first answer again for 24 hours; a refused request leaves its key free. Calls are counted " +
  "by key, address and organization: RateLimit says what is left, and a 429 when to come again.";

let made: Json | null = null;

/** The API as an OpenAPI 3.1 document, made of the operations that the routes serve. */
export function openApiDocument(): Json {
  made ??= {
    openapi: "3.1.1",
    info: { title: "ChittySync", version: "1.0.0", description: DESCRIPTION },
    servers: [{ url: "/api/v1" }],
    security: [{ bearer: [] }],
    paths: paths(),
    components: {
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          description: "An API key, chs_live_...; a key holds scopes, and each call names the one it needs.",
        },
      },
      schemas: { ...schemas(), Problem: PROBLEM },
      responses: Object.fromEntries(
        Object.entries(PROBLEMS).map(([status, description]) => [
          `Problem${status}`,
          refusal(status, description),
        ]),
      ),
      headers: {
        RequestId: { description: "Finds the call in our log", schema: { type: "string" } },
        RetryAfter: { description: "Seconds", schema: { type: "integer" } },
        RateLimitPolicy: {
          description: "Each quota that the call counts against: q calls in w seconds",
          schema: { type: "string" },
        },
        RateLimit: {
          description: "What is left of each: r calls; the whole again in t seconds",
          schema: { type: "string" },
        },
        Location: { description: "Where the thing can be asked for", schema: { type: "string" } },
      },
    },
  };
  return made;
}

const reference = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const requestName = (operation: Operation): string => `${capital(operation.id)}Request`;
const answerName = (operation: Operation): string => `${capital(operation.id)}Answer`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const PROBLEM: Json = {
  type: "object",
  required: ["type", "title", "status", "detail", "paths", "requestId"],
  properties: {
    type: { type: "string", description: "urn:chittysync:problem: and the kind" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    remedy: { type: "string", description: "How to mend it" },
    paths: {
      type: "array",
      description: "JSON pointers into what was sent, each with what is wrong there",
      items: {
        type: "object",
        required: ["path", "message"],
        properties: { path: { type: "string" }, message: { type: "string" } },
      },
    },
    requestId: { type: "string" },
  },
};

const RATE_LIMIT_HEADERS: Json = {
  "ratelimit-policy": { $ref: "#/components/headers/RateLimitPolicy" },
  ratelimit: { $ref: "#/components/headers/RateLimit" },
};

function refusal(status: string, description: string): Json {
  const waits = status === "429" || status === "503";
  return {
    description,
    headers: {
      "x-request-id": { $ref: "#/components/headers/RequestId" },
      ...(status === "429" && RATE_LIMIT_HEADERS),
      ...(waits && { "retry-after": { $ref: "#/components/headers/RetryAfter" } }),
    },
    content: { "application/problem+json": { schema: reference("Problem") } },
  };
}

/** Bodies as they are sent, views as they are answered; views that have a name are referred to by it. */
function schemas(): Json {
  const bodies = z.registry<{ id: string }>();
  const answers = z.registry<{ id: string }>();
  for (const [id, view] of Object.entries(allViews)) answers.add(view, { id });
  for (const operation of allOperations) {
    if (operation.body) bodies.add(operation.body, { id: requestName(operation) });
    if (operation.answer && !answers.has(operation.answer))
      answers.add(operation.answer, { id: answerName(operation) });
  }
  const uri = (id: string): string => `#/components/schemas/${id}`;
  return {
    ...cleaned(z.toJSONSchema(bodies, { uri, io: "input" }).schemas),
    ...cleaned(z.toJSONSchema(answers, { uri, io: "output", override: openToAdditions }).schemas),
  };
}

/** An answer may gain members within v1: readers must not refuse them. */
function openToAdditions({ jsonSchema }: { readonly jsonSchema: { additionalProperties?: unknown } }): void {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
}

/** Inside the document a schema needs no name or dialect of its own. */
const cleaned = (made: Readonly<Record<string, object>>): Json =>
  Object.fromEntries(
    Object.entries(made).map(([id, schema]) => {
      const { $id, $schema, ...rest } = schema as Json;
      return [id, rest];
    }),
  );

function paths(): Json {
  const byPath: Record<string, Record<string, Json>> = {};
  for (const operation of allOperations) {
    const item = byPath[operation.path] ?? {};
    item[operation.method.toLowerCase()] = described(operation);
    byPath[operation.path] = item;
  }
  return byPath;
}

function described(operation: Operation): Json {
  const { permission, scope } = operation;
  const tag = operation.path.split("/")[1] ?? "";
  return {
    operationId: operation.id,
    tags: [tag],
    summary: operation.summary,
    description: `Permission ${permission}: a key with the scope ${scope}, whose person is ${rolesFor(permission).join(", ")}.`,
    security: [{ bearer: [operation.scope] }],
    parameters: [...pathParameters(operation), ...queryParameters(operation), ...postHeaders(operation)],
    ...(operation.body && { requestBody: requestBody(operation) }),
    responses: {
      [operation.status]: success(operation),
      ...Object.fromEntries(
        Object.keys(PROBLEMS)
          .filter((status) => takesBody(operation) || !ONLY_WITH_BODY.has(status))
          .map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
      ),
    },
  };
}

const BODY_METHODS = new Set(["POST", "PUT", "PATCH"]);
const takesBody = ({ method }: Operation): boolean => BODY_METHODS.has(method);

const pathParameters = ({ path }: Operation): Json[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));

function queryParameters({ query }: Operation): Json[] {
  const { properties = {} } = z.toJSONSchema(query, { io: "input" }) as { properties?: Record<string, Json> };
  return Object.entries(properties).map(([name, { description, default: standard, ...schema }]) => ({
    name,
    in: "query",
    required: false,
    ...(description !== undefined && { description }),
    schema: textOnly(schema),
  }));
}

/** In a query string a parameter that is null is one that is left out. */
function textOnly(schema: Json): Json {
  const forms = schema.anyOf as readonly Json[] | undefined;
  return forms?.find((form) => form.type !== "null") ?? schema;
}

const postHeaders = ({ method }: Operation): Json[] =>
  method === "POST"
    ? [
        {
          name: "Idempotency-Key",
          in: "header",
          required: false,
          description: "A new one for every new request, the same one for every repetition of it",
          schema: { type: "string", minLength: 1, maxLength: 255 },
        },
      ]
    : [];

const requestBody = (operation: Operation): Json => ({
  required: operation.body ? !operation.body.safeParse({}).success : false,
  content: {
    "application/json": {
      schema: reference(requestName(operation)),
      ...(operation.example !== undefined && { example: operation.example }),
    },
  },
});

const contentOf = ({ files = ["application/json"] }: Operation, schema: Json): Json =>
  Object.fromEntries(files.map((mediaType) => [mediaType, { schema }]));

function success(operation: Operation): Json {
  const view = Object.entries(allViews).find(([, schema]) => schema === operation.answer)?.[0];
  return {
    description: operation.status === 204 ? "Done" : operation.status === 202 ? "Accepted" : "As asked",
    headers: {
      "x-request-id": { $ref: "#/components/headers/RequestId" },
      ...RATE_LIMIT_HEADERS,
      ...(operation.location && { location: { $ref: "#/components/headers/Location" } }),
    },
    ...(operation.answer && { content: contentOf(operation, reference(view ?? answerName(operation))) }),
  };
}
