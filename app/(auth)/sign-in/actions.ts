"use server";

import { cookies, headers } from "next/headers";
import { beginWay } from "@/app/api/auth/_arrival/begin-way";
import type { ActionResult } from "@/components/action";
import { clientAddressOf } from "@/lib/auth/client-address";
import { ownPerson } from "@/lib/auth/request-caller";
import { ownPath } from "@/lib/auth/sign-in";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { admitAction } from "@/lib/http/admit-action";
import { limitWay } from "@/lib/http/rate-limit";
import { text } from "@/lib/http/sent";
import { claimCookie } from "@/lib/http/sign-in-cookies";
import { publicId } from "@/lib/ids";
import { confirmIdentity } from "@/lib/services/sign-in/confirm-identity";
import { findCompanyWay, lookAtProvider } from "@/lib/services/sign-in/find-way";
import { leave } from "../_session/leave";
import { refusal } from "../_session/refusal";

/** Answers where the browser goes, or says why not. */
async function onTheWay(work: () => Promise<string>): Promise<ActionResult> {
  try {
    await admitAction();
    return { problem: null, goTo: await work() };
  } catch (thrown) {
    return refusal(thrown);
  }
}

/** To the provider of the address's domain. */
export async function goToCompany(email: string, returnTo: string): Promise<ActionResult> {
  return onTheWay(async () => {
    const { refusal: tooMany } = await limitWay(clientAddressOf(await headers()));
    if (tooMany) throw tooMany;
    const path = await findCompanyWay(text(email));
    if (path === null)
      throw new AppError("not-found", "No company signs in here with this domain.", {
        remedy: "Use a link in your mail, or ask your administrator.",
      });
    return `${path}?returnTo=${encodeURIComponent(text(returnTo))}`;
  });
}

/** To a provider that another page than ours named, after all. */
export async function goToProvider(
  provider: string,
  returnTo: string,
  isLink: boolean,
): Promise<ActionResult> {
  return onTheWay(async () => {
    const id = text(provider);
    const { kind = "oidc" } = (await lookAtProvider(id)) ?? {};
    const returning = ownPath(text(returnTo));
    return beginWay(await headers(), { id, kind, returnTo: returning, isLink: isLink === true });
  });
}

/** The person says that an identity is his, with the mailed token or (null) from the own session; then signs in by it. */
export async function confirmLink(token: string | null): Promise<ActionResult> {
  return onTheWay(async () => {
    const { name, attributes } = claimCookie(env().APP_URL);
    const jar = await cookies();
    const browserToken = jar.get(name)?.value ?? "";
    const own = await ownPerson();
    const linked = await confirmIdentity(token === null ? { browserToken, own } : { token: text(token) });
    jar.set(name, "", { ...attributes, maxAge: 0 });
    const id = publicId("idp", linked.id);
    return beginWay(await headers(), { ...linked, id, isLink: false });
  });
}

/** Signs out and comes back, so that what needs a fresh sign-in has one. */
export async function signInAgain(returnTo: string): Promise<void> {
  await admitAction();
  await leave(`/sign-in?callbackUrl=${encodeURIComponent(ownPath(text(returnTo)))}`);
}
