import path from "node:path";
import { Clock } from "./clock";
import { controlHandler } from "./control/control";
import { createGoogleSandbox } from "./google/service";
import { createNotionSandbox } from "./notion/service";
import { serve } from "./server";
import { Store } from "./store";
import { createStripeSandbox } from "./stripe/service";

/** What was made once for this folder: a token per provider that sees everything. */
interface Access {
  readonly notionToken: string;
  readonly googleEmail: string;
}

const ACCOUNT = "owner@example.com";

/**
 * Serves all pretended providers from one folder. Ports: SANDBOX_{NOTION,GOOGLE,STRIPE,CONTROL}_PORT (0 = any);
 * state: SANDBOX_DATA. Prints one line of JSON when all answer.
 */
async function main(): Promise<void> {
  const directory = process.env.SANDBOX_DATA ?? ".data/sandbox";
  const own = new Store(path.join(directory, "sandbox.sqlite"));
  const clock = new Clock(own.all<{ offsetMs: number }>("clock")[0]?.offsetMs ?? 0);
  const notion = createNotionSandbox({ store: new Store(path.join(directory, "notion.sqlite")), clock });
  const google = createGoogleSandbox({ store: new Store(path.join(directory, "google.sqlite")), clock });
  const stripe = createStripeSandbox({ store: new Store(path.join(directory, "stripe.sqlite")), clock });
  const port = (name: string) => Number(process.env[`SANDBOX_${name}_PORT`] ?? 0);
  const served = await Promise.all([
    serve(port("NOTION"), notion.handle),
    serve(port("GOOGLE"), google.handle),
    serve(port("STRIPE"), stripe.handle),
    serve(port("CONTROL"), controlHandler({ notion, google, stripe }, clock)),
  ]);
  let [access] = own.all<Access>("access");
  if (!access) {
    const { token } = notion.control("create-workspace-token", { name: "ChittySync" }) as { token: string };
    access = { notionToken: token, googleEmail: ACCOUNT };
    own.put("access", "first", access);
  }
  // Access tokens of Google live an hour, so each start makes its own.
  const account = google.control("create-account", { email: access.googleEmail }) as {
    accessToken: string;
    refreshToken: string;
  };
  const [notionUrl, googleUrl, stripeUrl, controlUrl] = served.map(({ url }) => url);
  const tokens = {
    notionToken: access.notionToken,
    googleAccessToken: account.accessToken,
    googleRefreshToken: account.refreshToken,
  };
  console.log(
    JSON.stringify({
      ready: true,
      notion: notionUrl,
      google: googleUrl,
      stripe: stripeUrl,
      control: controlUrl,
      ...tokens,
    }),
  );
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      own.put("clock", "offset", { offsetMs: clock.offset });
      process.exit(0);
    });
  }
}

main().catch((error: unknown) => {
  console.error("the sandbox cannot start:", error);
  process.exit(1);
});
