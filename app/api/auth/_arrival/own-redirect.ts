import { clientAddressOf, networkOf } from "@/lib/auth/client-address";
import { tallyFailure } from "@/lib/auth/failure-tally";

/** To another page, ours or a provider's; kept by nobody, and told to nobody as where the browser came from. */
export const goTo = (location: string): Response =>
  new Response(null, {
    status: 303,
    headers: { location, "cache-control": "private, no-store", "referrer-policy": "no-referrer" },
  });

/** Back to the sign-in page, which has words for each code; the operator's log has it, whoever's it was. */
export const refuse = ({ headers }: Request, way: string, code: string): Response =>
  goTo(refusedPath(headers, way, code));

/** The same as an address. */
export function refusedPath(headers: Headers, way: string, code: string): string {
  noteRefusal(headers, way, code);
  return `/sign-in?error=${encodeURIComponent(code)}`;
}

/** Counts for the operator that somebody was not let in. */
export function noteRefusal(headers: Headers, way: string, code: string): void {
  const address = clientAddressOf(headers);
  tallyFailure({ from: address === null ? "unknown" : networkOf(address), way, reason: code });
}
