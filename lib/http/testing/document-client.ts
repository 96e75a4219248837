import { randomUUID } from "node:crypto";
import Ajv2020, { type ValidateFunction } from "ajv/dist/2020";
import addFormats from "ajv-formats";

/** One call as a reader of the document would put it together. */
export interface DocumentCall {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: whoever reads an answer says by reading it what it has to be.
export type Answer = any;

interface Described {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content; readonly $ref?: string }>>;
}

type Content = Readonly<Record<string, { readonly schema: { readonly $ref: string } }>>;

/**
 * A client of the API that knows its OpenAPI document and nothing else: it refuses calls, parameters and bodies that
 * the document does not describe, and answers that are not as it says.
 */
export class DocumentClient {
  private readonly calls = new Map<string, Described>();
  private readonly ajv = new Ajv2020({ strict: false });
  private readonly compiled = new Map<string, ValidateFunction>();
  private readonly called = new Set<string>();

  constructor(
    document: { readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>> },
    private readonly send: (request: Request) => Promise<Response>,
    private readonly place: { readonly url: string; readonly apiKey: string },
  ) {
    addFormats(this.ajv);
    this.ajv.addSchema({ $id: "api", ...document });
    for (const [path, item] of Object.entries(document.paths)) {
      for (const [method, described] of Object.entries(item)) {
        const { operationId, ...rest } = described as Described & { operationId: string };
        this.calls.set(operationId, { ...rest, method: method.toUpperCase(), path });
      }
    }
  }

  /** The calls of the document that were never made. */
  get uncalled(): readonly string[] {
    return [...this.calls.keys()].filter((operationId) => !this.called.has(operationId));
  }

  /** The answer of a call that must be good. */
  async call(operationId: string, given: DocumentCall = {}): Promise<Answer> {
    const described = this.calls.get(operationId);
    if (!described) throw new Error(`the document knows no ${operationId}`);
    const response = await this.send(this.request(operationId, described, given));
    const text = await response.text();
    if (!response.ok) throw new Error(`${operationId}: ${response.status} ${text}`);
    const answer = described.responses[String(response.status)];
    if (!answer)
      throw new Error(`${operationId} answers ${response.status}, which the document does not have`);
    const schema = answer.content?.["application/json"]?.schema ?? null;
    const isJson = /^application\/(problem\+)?json/.test(response.headers.get("content-type") ?? "");
    const body = text === "" ? null : isJson ? JSON.parse(text) : text;
    if (schema && isJson) this.check(schema, body, `the answer of ${operationId}`);
    this.called.add(operationId);
    return body;
  }

  private request(operationId: string, described: Described, given: DocumentCall): Request {
    const named = (place: string) =>
      new Set(described.parameters.filter((one) => one.in === place).map((one) => one.name));
    refuseUnknown(operationId, given.path ?? {}, named("path"));
    refuseUnknown(operationId, given.query ?? {}, named("query"));
    const path = described.path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = given.path?.[name];
      if (value === undefined) throw new Error(`${operationId} needs ${name}`);
      return encodeURIComponent(value);
    });
    const schema = described.requestBody?.content["application/json"]?.schema ?? null;
    if (given.body !== undefined && schema === null) throw new Error(`${operationId} takes no body`);
    if (schema && given.body !== undefined) this.check(schema, given.body, `the body of ${operationId}`);
    const query = new URLSearchParams(given.query).toString();
    const headers = new Headers({
      authorization: `Bearer ${this.place.apiKey}`,
      "content-type": "application/json",
    });
    if (named("header").has("Idempotency-Key")) headers.set("idempotency-key", randomUUID());
    return new Request(`${this.place.url}${path}${query && `?${query}`}`, {
      method: described.method,
      headers,
      ...(given.body !== undefined && { body: JSON.stringify(given.body) }),
    });
  }

  private check({ $ref }: { readonly $ref: string }, value: unknown, what: string): void {
    const known = this.compiled.get($ref) ?? this.ajv.compile({ $ref: `api${$ref}` });
    this.compiled.set($ref, known);
    if (!known(value))
      throw new Error(`${what} is not as the document says: ${JSON.stringify(known.errors)}`);
  }
}

function refuseUnknown(operationId: string, given: object, known: ReadonlySet<string>): void {
  const unknown = Object.keys(given).find((name) => !known.has(name));
  if (unknown) throw new Error(`${operationId} has no parameter ${unknown}`);
}
