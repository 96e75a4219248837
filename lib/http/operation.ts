import { z } from "zod";
import { type Permission, type Scope, scopeFor } from "@/lib/auth/policy";

export const API_ROOT = "/api/v1";

/** The names in braces of a path template. */
export type ParamNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamNames<Rest>
  : never;

/** The same value, but nobody may write to it: what a use case answers with. */
export type View<T> = T extends readonly (infer Member)[]
  ? readonly View<Member>[]
  : T extends object
    ? { readonly [Key in keyof T]: View<T[Key]> }
    : T;

/**
 * One call of the API: the route is served by it and the OpenAPI document is made of it, so they cannot differ.
 *
 * - path: below /api/v1, with parameters in braces; every parameter is bounded text.
 * - body: null when the call takes none. An empty request body counts as `{}`.
 * - answer: null when there is none (204).
 * - location: the path of what was created, below /api/v1.
 */
export interface Operation<
  Path extends string = string,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType | null = z.ZodType | null,
  Answer extends z.ZodType | null = z.ZodType | null,
> {
  readonly id: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: Path;
  readonly summary: string;
  /** What the use case asks of the caller first. */
  readonly permission: Permission;
  /** The permission's: what an API key needs. */
  readonly scope: Scope;
  readonly query: Query;
  readonly body: Body;
  readonly answer: Answer;
  readonly status: 200 | 201 | 202 | 204;
  readonly location?: (answer: { readonly id: string }) => string;
  /** What is kept of a good answer for repetitions under the same Idempotency-Key, where that is less than all. */
  readonly kept?: (answer: never) => unknown;
  /** Media types of the files that it answers instead of JSON; `answer` tells what is in them. */
  readonly files?: readonly string[];
  /** A body as a caller would send it. */
  readonly example?: unknown;
}

type Given<Path extends string, Query, Body, Answer> = Pick<
  Operation,
  "id" | "method" | "summary" | "permission" | "status" | "location" | "kept" | "files" | "example"
> & {
  readonly path: Path;
  readonly query?: Query;
  readonly body?: Body;
  readonly answer?: Answer;
};

const NO_QUERY = z.strictObject({});

/** An operation with what its call does not take filled in. */
export function operation<
  const Path extends string,
  Query extends z.ZodType = typeof NO_QUERY,
  Body extends z.ZodType | null = null,
  Answer extends z.ZodType | null = null,
>(given: Given<Path, Query, Body, Answer>): Operation<Path, Query, Body, Answer> {
  return {
    ...given,
    scope: scopeFor(given.permission),
    query: given.query ?? (NO_QUERY as unknown as Query),
    body: given.body ?? (null as Body),
    answer: given.answer ?? (null as Answer),
  };
}
