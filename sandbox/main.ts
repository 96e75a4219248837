import path from "node:path";
import { Clock } from "./clock";
import { controlHandler } from "./control/control";
import { DnsSandbox } from "./dns/service";
import { firstAccess } from "./first-access";
import { createGoogleSandbox } from "./google/service";
import { MailSandbox } from "./mail/service";
import { createNotionSandbox } from "./notion/service";
import { serve } from "./server";
import { Store } from "./store";
import { createStripeSandbox } from "./stripe/service";

/**
 * Serves all pretended providers, a mail server that delivers to nobody and a name server that knows what it was told,
 * from one folder. Ports: SANDBOX_{NOTION,GOOGLE,STRIPE,CONTROL,SMTP,DNS}_PORT (0 = any); state: SANDBOX_DATA. Prints one line of JSON when all answer. Nothing is saved at the end: whatever was
 * answered is in the folder, so that the process may be killed at any moment.
 */
async function main(): Promise<void> {
  const directory = process.env.SANDBOX_DATA ?? ".data/sandbox";
  const storeOf = (name: string) => new Store(path.join(directory, `${name}.sqlite`));
  const own = storeOf("sandbox");
  const clock = new Clock(own.all<{ offsetMs: number }>("clock")[0]?.offsetMs ?? 0, (offsetMs) =>
    own.put("clock", "offset", { offsetMs }),
  );
  const services = {
    notion: createNotionSandbox({ store: storeOf("notion"), clock }),
    google: createGoogleSandbox({ store: storeOf("google"), clock }),
    stripe: createStripeSandbox({ store: storeOf("stripe"), clock }),
  };
  const access = await firstAccess(own, services);
  const mail = new MailSandbox(storeOf("mail"));
  const dns = new DnsSandbox(storeOf("dns"));
  const handlers = {
    notion: services.notion.handle,
    google: services.google.handle,
    stripe: services.stripe.handle,
    control: controlHandler({ ...services, dns }, clock, mail),
  };
  const urls: Record<string, string> = {};
  for (const [name, handler] of Object.entries(handlers)) {
    const port = Number(process.env[`SANDBOX_${name.toUpperCase()}_PORT`] ?? 0);
    urls[name] = (await serve(port, handler)).url;
  }
  urls.smtp = (await mail.listen(Number(process.env.SANDBOX_SMTP_PORT ?? 0))).url;
  urls.dns = (await dns.listen(Number(process.env.SANDBOX_DNS_PORT ?? 0))).server;
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => process.exit(0));
  console.log(JSON.stringify({ ready: true, ...urls, ...access }));
}

main().catch((error: unknown) => {
  console.error("the sandbox cannot start:", error);
  process.exit(1);
});
