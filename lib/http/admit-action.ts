import "server-only";
import { headers } from "next/headers";
import { clientAddressOf } from "@/lib/auth/client-address";
import { requireOwnPage, signedIn } from "@/lib/auth/request-caller";
import { requestSessionHash } from "@/lib/auth/request-session";
import { limitAction } from "./rate-limit";

/**
 * Every server action asks this first, with the organization (its uuid) that it acts in. Throws AppError `forbidden` unless
 * a page of ours sent it, `rate-limited` where its session, address or organization has asked too often.
 */
export async function admitAction(organizationId: string | null = null): Promise<void> {
  await requireOwnPage();
  // A token that opens no session would have a count of its own each time it is made up anew.
  const session = (await signedIn()) === null ? null : await requestSessionHash();
  const address = clientAddressOf(await headers());
  const { refusal } = await limitAction({ session, address, organizationId });
  if (refusal) throw refusal;
}
