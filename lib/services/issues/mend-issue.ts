import "server-only";
import { z } from "zod";
import { authorize, type Caller, hasPermission } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { findRegistry, type RegistryDefinition } from "@/lib/db/registries";
import { recordRows, withRows } from "@/lib/db/row-store";
import { findOpenIssue, type OpenIssue } from "@/lib/db/rows/browse-issues";
import { storeWish } from "@/lib/db/rows/orders";
import type { Field } from "@/lib/engine/field";
import type { Value } from "@/lib/engine/value";
import { AppError } from "@/lib/errors";
import { publicId, uuidOf } from "@/lib/ids";
import type { Entry } from "@/lib/ledger/envelope";
import { callerEntry } from "../audit/caller-entry";
import { carryOut } from "../conflicts/carry-out";
import { requireLawful } from "../conflicts/require-lawful";
import { valueGiven } from "../conflicts/value-of-choice";
import { readJson } from "../read-json";
import { mayDecideField, requireFieldDecider } from "../registries/field-access";
import { cellInput } from "../rows/enter-value";

export const mendIssueInput = z.strictObject({ value: cellInput });

export interface MendedIssueView {
  /** The run that carries it out; null = it is the next run's (carry-out.ts says when). */
  readonly requestedRunId: string | null;
}

/**
 * Orders another value for the cell that an issue is about: it wins over what its side shows, and goes to every side
 * that may be written. Throws AppError `invalid-input` for a value that the field cannot hold or a rule forbids, and
 * for an issue that no cell's value mends.
 */
export async function mendIssue(
  caller: Caller,
  id: string,
  { value: given }: z.infer<typeof mendIssueInput>,
  now = new Date(),
): Promise<MendedIssueView> {
  authorize(caller, "issue:handle");
  const { issue, registry, field, rowId } = await requireMendable(caller, id);
  const value = await withRows(caller.organizationId, (client) =>
    valueGiven(client, given, { registry, field }),
  );
  await requireLawful(caller, registry, { rowId, field: field.id, value });
  await withRows(caller.organizationId, async (client) => {
    const wish = { rowId, cells: { [field.id]: { value } }, keep: false, actor: caller.actor };
    await storeWish(client, registry.id, wish);
    await recordRows(client, [orderEntry(caller, registry, { issue, rowId, value })], now);
  });
  return { requestedRunId: await carryOut(caller, registry.id, now) };
}

/** Whether another value for its cell may mend an issue, and the caller may enter one. */
export const canMend = (
  caller: Caller,
  registry: RegistryDefinition,
  { rowId, field, reason }: Pick<OpenIssue, "rowId" | "field" | "reason">,
): boolean =>
  rowId !== null &&
  !NOT_BY_A_VALUE.has(reason) &&
  registry.fields.some(({ id }) => id === field) &&
  hasPermission(caller, "issue:handle") &&
  mayDecideField(caller, registry, field);

/** What the side itself keeps us from reading or writing. */
const NOT_BY_A_VALUE = new Set([
  "duplicate-key",
  "empty-key",
  "unreadable",
  "unreadable-rows",
  "protected",
  "read-only",
]);

interface Mendable {
  readonly issue: OpenIssue;
  readonly registry: RegistryDefinition;
  readonly field: Field;
  readonly rowId: string;
}

async function requireMendable(caller: Caller, id: string): Promise<Mendable> {
  const uuid = uuidOf("iss", id);
  const issue = uuid && (await withRows(caller.organizationId, (client) => findOpenIssue(client, uuid)));
  const registry =
    issue && (await withOrg(caller.organizationId, (db) => findRegistry(db, issue.registryId)));
  if (!issue || !registry)
    throw new AppError("not-found", "There is no such open issue.", {
      remedy: "It may have been mended since; look at the registry's issues.",
    });
  const field = registry.fields.find((one) => one.id === issue.field);
  if (!field || issue.rowId === null || NOT_BY_A_VALUE.has(issue.reason))
    throw new AppError("invalid-input", "No value that is entered here mends this.", {
      remedy: "Correct the record on its side; the next run looks at it again.",
    });
  requireFieldDecider(caller, registry, field.id);
  return { issue, registry, field, rowId: issue.rowId };
}

function orderEntry(
  caller: Caller,
  registry: RegistryDefinition,
  { issue, rowId, value }: { readonly issue: OpenIssue; readonly rowId: string; readonly value: Value },
): Entry {
  const { field, reason, subject } = issue;
  const payload = {
    registry: publicId("reg", registry.id),
    ...{ key: readJson(subject), after: { [field]: value }, reason },
  };
  const target = { type: "row", ref: publicId("row", rowId) };
  const entry = callerEntry(caller, { action: "row.ordered", target, payload });
  return { ...entry, registryId: registry.id, rowKey: subject };
}
