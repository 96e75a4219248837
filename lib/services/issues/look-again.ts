import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { record, type Scoped, withOrg } from "@/lib/db/control";
import { changeRegistry, findRegistry, type RegistryDefinition } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import { findOpenIssue, listIssueGroups } from "@/lib/db/rows/browse-issues";
import { AppError } from "@/lib/errors";
import { uuidOf } from "@/lib/ids";
import type { Entry } from "@/lib/ledger/envelope";
import { callerEntry } from "../audit/caller-entry";
import { requireRegistry } from "../registries/browse-registries";
import { placeRun, sendRun } from "../runs/request-run";
import { type RunView, runView } from "../runs/run-view";
import { causeOf, type IssueCauseInput } from "./issue-cause";

/** Asks for a run that looks at the issue's row again; every run does so while the issue is open. */
export async function retryIssue(caller: Caller, id: string, now = new Date()): Promise<RunView> {
  authorize(caller, "issue:handle");
  const uuid = uuidOf("iss", id);
  const issue = uuid && (await withRows(caller.organizationId, (client) => findOpenIssue(client, uuid)));
  if (!issue)
    throw new AppError("not-found", "There is no such open issue.", {
      remedy: "It may have been mended since; look at the registry's issues.",
    });
  const target = { type: "issue", ref: id };
  return lookedAgain(caller, {
    find: (db) => findRegistry(db, issue.registryId),
    target,
    payload: { reason: issue.reason, key: issue.subject },
    now,
  });
}

/** The same for a group of issues, which must still be open. */
export async function retryIssues(
  caller: Caller,
  registryId: string,
  cause: IssueCauseInput,
  now = new Date(),
): Promise<RunView> {
  authorize(caller, "issue:handle");
  const registry = await withOrg(caller.organizationId, (db) => requireRegistry(db, registryId));
  const [group] = await withRows(caller.organizationId, (client) =>
    listIssueGroups(client, registry.id, causeOf(cause, registry)),
  );
  if (!group) throw new AppError("not-found", "No row has this issue any more.");
  return lookedAgain(caller, {
    find: (db) => findRegistry(db, registry.id),
    target: { type: "registry", ref: registryId },
    payload: { ...cause, rows: group.rows },
    now,
  });
}

/** Asks for a run that decides on every row anew and holds it against the rules, changed or not. */
export async function recheckRegistry(
  caller: Caller,
  registryId: string,
  now = new Date(),
): Promise<RunView> {
  authorize(caller, "issue:handle");
  return lookedAgain(caller, {
    find: async (db) => {
      const registry = await requireRegistry(db, registryId);
      await changeRegistry(db, registry.id, { recheck: true });
      return registry;
    },
    target: { type: "registry", ref: registryId },
    payload: { rows: "all" },
    now,
  });
}

interface Look {
  readonly find: (db: Scoped) => Promise<RegistryDefinition | null>;
  readonly target: Entry["target"];
  readonly payload: unknown;
  readonly now: Date;
}

async function lookedAgain(caller: Caller, { find, target, payload, now }: Look): Promise<RunView> {
  const { run, isNew } = await withOrg(caller.organizationId, async (db) => {
    const registry = await find(db);
    if (!registry) throw new AppError("not-found", "There is no such registry.");
    if (registry.paused)
      throw new AppError("stale", "This registry is paused, so nothing is looked at.", {
        remedy: "Resume it first; changes made meanwhile are kept.",
      });
    const placed = await placeRun(db, { caller, registry, input: { kind: "sync" }, now });
    const done = { action: "issue.retried", target, payload, runId: placed.run.id } as const;
    await record(db, [callerEntry(caller, done)], now);
    return placed;
  });
  if (isNew) await sendRun(caller.organizationId, run.id);
  return runView(run, {});
}
