import "server-only";
import { z } from "zod";
import { clientAddressOf } from "@/lib/auth/client-address";
import { authorize, type Caller } from "@/lib/auth/policy";
import { AppError, asAppError } from "@/lib/errors";
import { newUuid } from "@/lib/ids";
import { callerOf } from "./caller";
import { type Answer, onlyOnce } from "./idempotency";
import { API_ROOT, type Operation, type ParamNames, type View } from "./operation";
import { type BadRequest, invalidInput, problemOf } from "./problem";
import { limitCall, limitFailure, requireExport } from "./rate-limit";
import { readBody } from "./read-body";
import { fileResponse, type ServedFile } from "./served-file";
import { shownError } from "./shown-error";

/** A parsed and attributed call, as a use case wants it. */
export interface Call<Path extends string, Query extends z.ZodType, Body extends z.ZodType | null> {
  readonly caller: Caller;
  readonly params: Readonly<Record<ParamNames<Path>, string>>;
  readonly query: z.output<Query>;
  readonly body: Body extends z.ZodType ? z.output<Body> : null;
}

/** What the use case has to answer with; where the call has no answer, it is not looked at. */
type AnswerOf<A extends z.ZodType | null> = A extends z.ZodType ? View<z.output<A>> : unknown;

/** A Next route handler that knows which operation it serves. */
export interface RouteHandler {
  (request: Request): Promise<Response>;
  readonly operation: Operation;
}

/**
 * The door in front of a use case: who calls -> how often -> what is asked -> the use case -> its view. Refusals leave
 * as RFC 9457 problems; an error that is not ours says nothing of itself and is logged under the answer's request id.
 */
export function serve<
  Path extends string,
  Query extends z.ZodType,
  Body extends z.ZodType | null,
  A extends z.ZodType | null,
>(
  operation: Operation<Path, Query, Body, A>,
  runCase: (call: Call<Path, Query, Body>) => Promise<AnswerOf<A>>,
): RouteHandler {
  const anyOperation = operation as unknown as Operation;
  const anyCase = runCase as RunCase;
  const handle = async (request: Request): Promise<Response> => {
    const requestId = newUuid();
    const response = await answer(anyOperation, anyCase, { request, requestId }).catch((thrown: unknown) =>
      problemFor(anyOperation, thrown, requestId),
    );
    response.headers.set("x-request-id", requestId);
    response.headers.set("cache-control", "private, no-store");
    response.headers.set("x-content-type-options", "nosniff");
    return response;
  };
  return Object.assign(handle, { operation: anyOperation });
}

/**
 * As `serve`, for a use case that answers a file: it is sent while it is made, and counts against the organization's quota of
 * exports too.
 */
export function serveFile<Path extends string, Query extends z.ZodType>(
  operation: Operation<Path, Query, null, z.ZodType>,
  runCase: (call: Call<Path, Query, null>) => Promise<ServedFile>,
): RouteHandler {
  return serve(operation as never, async (call: Call<Path, Query, null>) => {
    // Before anything is counted: who may not export uses nothing up.
    authorize(call.caller, operation.permission);
    await requireExport(call.caller.organizationId);
    return runCase(call) as never;
  });
}

type RunCase = (call: Call<string, z.ZodType, z.ZodType | null>) => Promise<unknown>;

async function answer(
  operation: Operation,
  runCase: RunCase,
  { request, requestId }: { readonly request: Request; readonly requestId: string },
): Promise<Response> {
  const address = clientAddressOf(request.headers);
  const caller = await callerOf(request, { requestId, address }).catch((thrown: unknown) =>
    asAppError(thrown),
  );
  if (!(caller instanceof AppError)) return answerLimited(operation, runCase, { request, caller, address });
  if (caller.kind !== "unauthenticated") throw caller;
  const { refusal, headers } = await limitFailure(address);
  return withHeaders(problemOf(refusal ?? caller, requestId), headers);
}

interface Called {
  readonly request: Request;
  readonly caller: Caller;
  readonly address: string | null;
}

async function answerLimited(operation: Operation, runCase: RunCase, called: Called): Promise<Response> {
  const { requestId } = called.caller;
  const { refusal, headers } = await limitCall(called.caller, called.address);
  if (refusal) return withHeaders(problemOf(refusal, requestId), headers);
  const response = await answerCaller(operation, runCase, called).catch((thrown: unknown) =>
    problemFor(operation, thrown, requestId),
  );
  return withHeaders(response, headers);
}

function withHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

function problemFor(operation: Operation, thrown: unknown, requestId: string): Response {
  const facts = { operation: operation.id };
  return problemOf(shownError(thrown, { event: "api.failed", errorId: requestId, facts }), requestId);
}

async function answerCaller(
  operation: Operation,
  runCase: RunCase,
  { request, caller }: Called,
): Promise<Response> {
  const input = await parseInput(operation, request);
  if (!input.ok) return problemOf(input.refusal, caller.requestId);
  const { params, query, body } = input;
  const call = { caller, params, query, body: body as never };
  if (operation.files) return fileResponse((await runCase(call)) as ServedFile);
  const work = async (): Promise<Answer> => {
    const view = await runCase(call);
    return { status: operation.status, body: operation.answer ? operation.answer.parse(view) : null };
  };
  const key = operation.method === "POST" ? request.headers.get("idempotency-key") : null;
  if (key === null) return responseOf(operation, await work());
  const path = new URL(request.url).pathname;
  const sameness = { method: operation.method, path, input: { query, body } };
  const given = await onlyOnce(caller, { key, request: sameness, kept: operation.kept }, work);
  const response = responseOf(operation, given);
  if (given.isReplay) response.headers.set("idempotency-replayed", "true");
  return response;
}

function responseOf(operation: Operation, { status, body }: Answer): Response {
  if (body === null) return new Response(null, { status });
  const headers = new Headers({ "content-type": "application/json" });
  if (operation.location)
    headers.set("location", `${API_ROOT}${operation.location(body as { readonly id: string })}`);
  return new Response(JSON.stringify(body), { status, headers });
}

type Input =
  | {
      readonly ok: true;
      readonly params: Readonly<Record<string, string>>;
      readonly query: unknown;
      readonly body: unknown;
    }
  | { readonly ok: false; readonly refusal: BadRequest };

const NO_BODY = z.strictObject({});

async function parseInput(operation: Operation, request: Request): Promise<Input> {
  const url = new URL(request.url);
  const params = paramsOf(operation, url.pathname);
  const query = operation.query.safeParse(queryOf(url.searchParams));
  if (!query.success) throw invalidInput(query.error.issues);
  if (operation.method === "GET" || operation.method === "DELETE")
    return { ok: true, params, query: query.data, body: null };
  const read = await readBody(request);
  if (!read.ok) return read;
  const body = (operation.body ?? NO_BODY).safeParse(read.value);
  if (!body.success) throw invalidInput(body.error.issues);
  return { ok: true, params, query: query.data, body: operation.body ? body.data : null };
}

const PARAM_CHARACTERS = 2000;

/** Read from the URL itself: what a framework hands on has been decoded or not, depending on the kind of route. */
function paramsOf(operation: Operation, pathname: string): Record<string, string> {
  const segments = pathname.slice(API_ROOT.length).split("/");
  const params: Record<string, string> = {};
  for (const [at, part] of operation.path.split("/").entries()) {
    if (!part.startsWith("{")) continue;
    params[part.slice(1, -1)] = usable(decoded(segments[at] ?? ""));
  }
  return params;
}

/** Text that can name nothing is looked for as the empty one, so that it is answered like any id that nothing has. */
const usable = (text: string | null): string =>
  text === null || text.length > PARAM_CHARACTERS || text.includes("\0") ? "" : text;

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

/** A parameter that comes twice becomes a list, which no query schema takes. */
function queryOf(search: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(search.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = search.getAll(name).map((value) => value.replaceAll("\0", "\uFFFD"));
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}
