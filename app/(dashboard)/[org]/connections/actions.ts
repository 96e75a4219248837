"use server";

import type { ActionResult } from "@/components/action";
import { requestSessionHash } from "@/lib/auth/request-session";
import { AppError } from "@/lib/errors";
import { text } from "@/lib/http/sent";
import { checkConnection } from "@/lib/services/connections/check-connection";
import { createConnection } from "@/lib/services/connections/create-connection";
import { acceptOtherAccount } from "@/lib/services/connections/decide-offer";
import { deleteConnection, disconnectConnection } from "@/lib/services/connections/disconnect-connection";
import { reconnectConnection } from "@/lib/services/connections/reconnect-connection";
import { renameConnection } from "@/lib/services/connections/rename-connection";
import type { OtherAccount } from "@/lib/services/connections/replace-access";
import { makeRoleScript } from "@/lib/services/connections/role-script";
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

export async function connect(org: string, draft: AccessDraft): Promise<ActionResult> {
  return answer(org, (caller) => createConnection(caller, newConnectionOf(draft)));
}

export interface ReconnectResult extends ActionResult {
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
  const result = await answer(org, async (caller) => {
    const input = otherAccessOf(draft, otherAccount === true);
    const done = await reconnectConnection(caller, text(connectionId), input);
    if (done.outcome === "other-account") other = done.accounts;
  });
  return { ...result, other };
}

/** Agrees to what `finishConsent` asked about. */
export async function takeOtherAccount(org: string, offerId: string): Promise<ActionResult> {
  return answer(
    org,
    async (caller) => acceptOtherAccount(caller, { id: text(offerId), sessionHash: await session() }),
    () => `/${org}/connections?consent=reconnected`,
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
