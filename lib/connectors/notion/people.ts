import type { People } from "../connector";
import type { Calls } from "./client";
import { textAt } from "./json";

/**
 * One by one, because the list of users leaves out guests. A connection without the right to read users, or Notion
 * out of breath, ends it: the rest would fare no better.
 */
export async function namesOf(calls: Calls, ids: readonly string[]): Promise<People> {
  const names = new Map<string, string>();
  for (const id of new Set(ids)) {
    const answer = await calls.user(id);
    if (!answer.ok && answer.failure.kind !== "not-found") break;
    const name = answer.ok ? textAt(answer.value, "name") : null;
    if (name) names.set(id, name);
  }
  return { names, requests: calls.requests };
}
