import { isAlive, isDue, type KeptAccess } from "./kept-access";

/** Gets a newer access than the given one; null when there is none to be had. */
export type Renew = (stale: string | null) => Promise<KeptAccess | null>;

/**
 * A way out that carries the newest access token, whatever the connector put there: renewed before it ends, and once
 * more where the system refuses it all the same (401: nothing was done), for providers that tell no end or end it early.
 * After a second refusal the system's own answer goes back.
 */
export function bearingFetch(
  fetch: typeof globalThis.fetch,
  {
    known,
    renew,
    clock,
  }: { readonly known: KeptAccess; readonly renew: Renew; readonly clock: () => number },
): typeof globalThis.fetch {
  let access = known;
  let isHopeless = false;
  const renewed = async (): Promise<boolean> => {
    if (isHopeless) return false;
    const newer = await renew(access.accessToken);
    if (newer === null) isHopeless = true;
    else access = newer;
    return newer !== null;
  };
  /** A token that still lives is used where the provider cannot renew it just now. */
  const renewedInTime = async (): Promise<void> => {
    try {
      await renewed();
    } catch (thrown) {
      if (!isAlive(access, clock())) throw thrown;
    }
  };
  return async (input, init) => {
    if (isDue(access, clock())) await renewedInTime();
    const sent = access.accessToken;
    const answer = await fetch(input, bearing(init, sent));
    if (answer.status !== 401) return answer;
    // Another call may have renewed it while this one was on its way.
    if (access.accessToken === sent && !(await renewed())) return answer;
    await answer.body?.cancel();
    const again = await fetch(input, bearing(init, access.accessToken));
    if (again.status === 401) isHopeless = true;
    return again;
  };
}

function bearing(init: RequestInit | undefined, token: string | null): RequestInit {
  const headers = new Headers(init?.headers);
  headers.set("authorization", `Bearer ${token ?? "none"}`);
  return { ...init, headers };
}
