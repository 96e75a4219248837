import type { Instrumentation } from "next";

/** Next calls this once as a server starts, before it answers anything. */
export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: Next puts the runtime's name here as it builds each bundle
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { scrubOutput } = await import("./lib/scrub-output");
    scrubOutput();
    const [
      { tellPeers },
      { refuseUnsafeStart },
      { readKeyFile },
      { readServiceAccount },
      { roleRights },
      { systemLookup },
    ] = await Promise.all([
      import("./lib/auth/client-address"),
      import("./lib/unsafe-configuration"),
      import("./lib/vault/key-file"),
      import("./lib/vault/gcp-account"),
      import("./lib/db/role-rights"),
      import("./lib/egress/resolve"),
    ]);
    tellPeers();
    await refuseUnsafeStart({ readKeyFile, readServiceAccount, roleRights, lookup: systemLookup });
    const [{ headEveryAnswer }, { mendEveryRequest }, { env }] = await Promise.all([
      import("./lib/http/answer-headers"),
      import("./lib/http/request-entry"),
      import("./lib/env"),
    ]);
    headEveryAnswer(env().APP_URL);
    mendEveryRequest();
  }
}

/** What broke while a page or a route was answered, under the id that the reader sees. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  // biome-ignore lint/style/noProcessEnv: as above; the log knows no other runtime
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { log } = await import("./lib/log");
  const { digest } = error as { readonly digest?: string };
  // A query may hold what somebody searched for.
  const [path] = request.path.split("?");
  log("error", "page.failed", {
    errorId: digest,
    method: request.method,
    path,
    kind: context.routeType,
    error,
  });
};
