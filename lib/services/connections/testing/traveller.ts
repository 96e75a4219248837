import { type Caller, scopesOf } from "@/lib/auth/policy";
import type { Role } from "@/lib/auth/role";
import type { Files } from "@/lib/connectors/oauth";
import { forgetEnv } from "@/lib/env";
import { newUuid, publicId } from "@/lib/ids";
import { openWorld, type World } from "@/lib/sync/testing/world";
import { type Consented, finishConsent } from "../finish-consent";
import { type ConsentKind, startConsent } from "../start-consent";
import { type Choice, consentAt } from "./consent-page";

/** The hash of the browser's session that all of these go in. */
export const SESSION = "a".repeat(64);

export interface Way extends Choice {
  readonly caller?: Caller;
  readonly kind: ConsentKind;
  readonly connectionId?: string;
  /** Left out: all, since nobody picks anything here. */
  readonly files?: Files;
}

/** One installation with a person in a browser who connects systems. */
export interface Traveller {
  readonly world: World;
  readonly ada: Caller;
  /** To the provider and back: what the browser comes back with. */
  away(way: Way): Promise<{ url: string; came: Awaited<ReturnType<typeof consentAt>> }>;
  /** The whole way; `id` is empty where no connection came of it. */
  connect(way: Way): Promise<{ done: Consented; id: string }>;
  /** What the ledger has of a connection. */
  ledger(id: string): Promise<string[]>;
}

export function person(organizationId: string, role: Role = "owner"): Caller {
  const actor = { type: "person" as const, ref: publicId("per", newUuid()) };
  return { organizationId, actor, role, scopes: scopesOf(role), requestId: newUuid() };
}

export async function openTraveller(): Promise<Traveller> {
  const world = await openWorld();
  // Google leads back to registered addresses only; the pretended one takes any on this machine.
  process.env.APP_URL = "http://127.0.0.1:3000";
  forgetEnv();
  const ada = person(world.tenant.caller.organizationId);
  const away: Traveller["away"] = async ({ caller = ada, kind, connectionId, files = "all", ...choice }) => {
    const start = {
      kind,
      sessionHash: SESSION,
      connectionId: connectionId ?? null,
      files,
      returnTo: "/x/connections",
    };
    const url = await startConsent(caller, start);
    return { url, came: await consentAt(url, choice) };
  };
  return {
    world,
    ada,
    away,
    connect: async (way) => {
      const { came } = await away(way);
      const done = await finishConsent(way.caller ?? ada, { kind: way.kind, sessionHash: SESSION, came });
      return { done, id: "connectionId" in done ? done.connectionId : "" };
    },
    ledger: async (id) => {
      const entries = await world.ours<{ action: string }>(
        "select action from ledger.entry where target_ref = $1 order by seq",
        [id],
      );
      return entries.map(({ action }) => action);
    },
  };
}
