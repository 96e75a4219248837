"use server";

import type { ActionResult } from "@/components/action";
import { requestSessionHash } from "@/lib/auth/request-session";
import { AppError } from "@/lib/errors";
import { text } from "@/lib/http/sent";
import { checkConnection } from "@/lib/services/connections/check-connection";
import { createTriedConnection } from "@/lib/services/connections/create-connection";
import { acceptOtherAccount } from "@/lib/services/connections/decide-offer";
import { deleteConnection, disconnectConnection } from "@/lib/services/connections/disconnect-connection";
import { openPicker, type PickerAccess } from "@/lib/services/connections/open-picker";
import { reconnectConnection } from "@/lib/services/connections/reconnect-connection";
import { renameConnection } from "@/lib/services/connections/rename-connection";
import type { OtherAccount } from "@/lib/services/connections/replace-access";
import { makeRoleScript } from "@/lib/services/connections/role-script";
import { NotOpened } from "@/lib/services/connections/try-credentials";
import { answer } from "../_session/answer";
import type { AccessDraft, ScriptDraft } from "./access-draft";
import { newConnectionOf, otherAccessOf, roleScriptOf } from "./read-draft";

export type Checks = Awaited<ReturnType<typeof checkConnection>>;

export interface CheckResult extends ActionResult {
  readonly checks: Checks;
}

/** Tries the connection now; each line of the list has its remedy. */
export async function check(org: string, connectionId: string): Promise<CheckResult> {
  let checks: Checks = [];
  const result = await answer(org, async (caller) => {
    checks = await checkConnection(caller, text(connectionId));
  });
  return { ...result, checks };
}

/** Makes a connection; what was tried comes back whether it works, works in part, or does not. */
export async function connect(org: string, draft: AccessDraft): Promise<CheckResult> {
  let checks: Checks = [];
  const result = await answer(org, async (caller) => {
    const made = createTriedConnection(caller, newConnectionOf(draft));
    ({ checks } = await keepingChecks(made, (failed) => {
      checks = failed;
    }));
  });
  return { ...result, checks };
}

/** Hands over the check list of credentials that do not open their system; the refusal itself goes on. */
async function keepingChecks<T>(work: Promise<T>, keep: (checks: Checks) => void): Promise<T> {
  try {
    return await work;
  } catch (thrown) {
    if (thrown instanceof NotOpened) keep(thrown.checks);
    throw thrown;
  }
}

export interface ReconnectResult extends CheckResult {
  /** Nothing was changed: the new access opens another account, which has to be agreed to. */
  readonly other: OtherAccount | null;
}

export async function reconnect(
  org: string,
  connectionId: string,
  draft: AccessDraft,
  otherAccount: boolean,
): Promise<ReconnectResult> {
  let other: OtherAccount | null = null;
  let checks: Checks = [];
  const result = await answer(org, async (caller) => {
    const input = otherAccessOf(draft, otherAccount === true);
    const done = await keepingChecks(reconnectConnection(caller, text(connectionId), input), (failed) => {
      checks = failed;
    });
    if (done.outcome === "other-account") other = done.accounts;
  });
  return { ...result, other, checks };
}

/** Agrees to what `finishConsent` asked about. */
export async function takeOtherAccount(org: string, offerId: string): Promise<ActionResult> {
  return answer(org, async (caller) =>
    acceptOtherAccount(caller, { id: text(offerId), sessionHash: await session() }),
  );
}

async function session(): Promise<string> {
  const hash = await requestSessionHash();
  if (!hash) throw new AppError("unauthenticated", "You are no longer signed in.");
  return hash;
}

export async function rename(org: string, connectionId: string, name: string): Promise<ActionResult> {
  return answer(org, (caller) => renameConnection(caller, text(connectionId), text(name)));
}

export async function disconnect(org: string, connectionId: string): Promise<ActionResult> {
  return answer(org, (caller) => disconnectConnection(caller, text(connectionId)));
}

export async function remove(org: string, connectionId: string): Promise<ActionResult> {
  return answer(org, (caller) => deleteConnection(caller, text(connectionId)));
}

export interface PickerResult extends ActionResult {
  readonly access: PickerAccess | null;
}

/** What the browser opens Google's dialog with, asked for only when its person wants to choose. */
export async function pickerAccess(org: string, connectionId: string): Promise<PickerResult> {
  let access: PickerAccess | null = null;
  const result = await answer(org, async (caller) => {
    access = await openPicker(caller, text(connectionId));
  });
  return { ...result, access };
}

export interface ScriptResult extends ActionResult {
  readonly script: string | null;
}

/** The SQL for a database's administrator; what it holds is kept nowhere. */
export async function roleScript(org: string, draft: ScriptDraft): Promise<ScriptResult> {
  let script: string | null = null;
  const result = await answer(org, async (caller) => {
    script = makeRoleScript(caller, roleScriptOf(draft)).script;
  });
  return { ...result, script };
}
