"use server";

import { cookies, headers } from "next/headers";
import type { ActionResult } from "@/components/action";
import { clientAddressOf } from "@/lib/auth/client-address";
import { requireOwnPage, signedIn } from "@/lib/auth/request-caller";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { limitWay } from "@/lib/http/rate-limit";
import { claimCookie } from "@/lib/http/sign-in-cookies";
import { confirmIdentity } from "@/lib/services/sign-in/confirm-identity";
import { findCompanyWay } from "@/lib/services/sign-in/find-way";
import { startPath } from "@/lib/services/sign-in/sign-in-view";
import { refusal } from "../_session/refusal";

/** To the provider of the address's domain. */
export async function goToCompany(email: string, returnTo: string): Promise<ActionResult> {
  try {
    await requireOwnPage();
    const { refusal: tooMany } = await limitWay(clientAddressOf(await headers()));
    if (tooMany) throw tooMany;
    const path = await findCompanyWay(String(email));
    if (path === null)
      throw new AppError("not-found", "No company signs in here with this domain.", {
        remedy: "Use a link in your mail, or ask your administrator.",
      });
    return { problem: null, goTo: `${path}?returnTo=${encodeURIComponent(String(returnTo))}` };
  } catch (thrown) {
    return refusal(thrown);
  }
}

/** The person says that an identity is his, with the mailed token or (null) from the own session; then signs in by it. */
export async function confirmLink(token: string | null): Promise<ActionResult> {
  try {
    await requireOwnPage();
    const { name, attributes } = claimCookie(env().APP_URL);
    const jar = await cookies();
    const browserToken = jar.get(name)?.value ?? "";
    const personId = (await signedIn())?.person.personId ?? "";
    const linked = await confirmIdentity(
      token === null ? { browserToken, personId } : { token: String(token) },
    );
    jar.set(name, "", { ...attributes, maxAge: 0 });
    return { problem: null, goTo: `${startPath(linked)}?returnTo=${encodeURIComponent(linked.returnTo)}` };
  } catch (thrown) {
    return refusal(thrown);
  }
}
