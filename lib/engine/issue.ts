import type { RowIssue } from "./row";

/**
 * The cause under which issues are counted and shown as one: the side, the field and the reason. The message is
 * no part of it, because it may name what is wrong with one value.
 */
export function issueCause(issue: RowIssue): string {
  return JSON.stringify([issue.sideId, issue.field, issue.reason]);
}
