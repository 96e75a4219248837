/** What a provider put into the address that it sent the browser back to. */
export interface ConsentReturn {
  readonly state: string | null;
  readonly code: string | null;
  readonly error: string | null;
}

/**
 * - go-on: there is a code to exchange.
 * - declined: the person said no; nothing is wrong.
 * - failed: the provider says that it could not ask, or says nothing that we know.
 */
export type ReturnVerdict =
  | { readonly verdict: "go-on"; readonly state: string; readonly code: string }
  | { readonly verdict: "declined"; readonly state: string }
  | { readonly verdict: "failed"; readonly state: string | null };

const LONGEST = 4_000;

/** Judges what came back before anything is asked of anybody. An error beside a code is an error. */
export function verdictOf({ state, code, error }: ConsentReturn): ReturnVerdict {
  if (state === null || state === "" || state.length > LONGEST) return { verdict: "failed", state: null };
  if (error === "access_denied") return { verdict: "declined", state };
  if (error !== null || code === null || code === "" || code.length > LONGEST)
    return { verdict: "failed", state };
  return { verdict: "go-on", state, code };
}
