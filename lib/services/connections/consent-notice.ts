import type { Consented } from "./finish-consent";

/** How the way to a provider ended, as the address of the page that the person is led back to tells it. */
export const CONSENT_ENDINGS = [
  "connected",
  "reconnected",
  "other-account",
  "declined",
  "missing",
  "expired",
  "failed",
  "unreached",
] as const;
export type ConsentEnding = (typeof CONSENT_ENDINGS)[number];

/**
 * The page to go to. Its address holds closed words, ids of ours and the names of what was not ticked; never anything
 * that a provider wrote, a code, a state or a token.
 */
export function placeAfter(done: Consented, fallback: string): string {
  const url = new URL(done.returnTo ?? fallback, "https://own.invalid");
  url.searchParams.set("consent", endingOf(done));
  if (done.outcome === "missing") for (const what of done.missing) url.searchParams.append("missing", what);
  if (done.outcome === "other-account") url.searchParams.set("offer", done.offerId);
  if (done.outcome === "connected" || done.outcome === "reconnected")
    url.searchParams.set("connection", done.connectionId);
  return `${url.pathname}${url.search}`;
}

function endingOf(done: Consented): ConsentEnding {
  if (done.outcome !== "refused") return done.outcome;
  return done.error.kind === "invalid-input" ? "failed" : "unreached";
}
