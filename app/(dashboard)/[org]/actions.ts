"use server";

import { cookies } from "next/headers";
import { leave } from "@/app/(auth)/_session/leave";
import type { ActionResult } from "@/components/action";
import { THEME_COOKIE, themeOf } from "@/components/theme";
import { admitAction } from "@/lib/http/admit-action";
import { pauseRegistry, resumeRegistry } from "@/lib/services/registries/browse-registries";
import { requestRun } from "@/lib/services/runs/request-run";
import { type SeekView, seekAnything } from "@/lib/services/search/seek-anything";
import { answer, asked } from "./_session/answer";

export async function runNow(org: string, registryId: string): Promise<ActionResult> {
  return answer(org, (caller) => requestRun(caller, registryId, { kind: "sync" }));
}

export async function pause(org: string, registryId: string): Promise<ActionResult> {
  return answer(org, (caller) => pauseRegistry(caller, registryId));
}

export async function resume(org: string, registryId: string): Promise<ActionResult> {
  return answer(org, (caller) => resumeRegistry(caller, registryId));
}

/** For the palette; what is refused is not found. */
export async function seek(org: string, text: string): Promise<SeekView> {
  const { view } = await asked(org, (caller) => seekAnything(caller, `${text}`));
  return view ?? { registries: [], rows: [] };
}

const YEAR_SECONDS = 365 * 24 * 60 * 60;

export async function chooseTheme(theme: string): Promise<void> {
  await admitAction();
  const chosen = { path: "/", sameSite: "lax", maxAge: YEAR_SECONDS } as const;
  (await cookies()).set(THEME_COOKIE, themeOf(theme), chosen);
}

export async function signOut(): Promise<void> {
  await admitAction();
  await leave("/sign-in?out=1");
}
