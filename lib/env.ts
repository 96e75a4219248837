import { z } from "zod";

const url = z.url();

const commaList = z
  .string()
  .default("")
  .transform((list) =>
    list
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean),
  );

/** The environment, as the README's table describes it. An API URL that is not set means the real service. */
const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  DATABASE_URL: url,
  APP_URL: url,
  APP_SECRET: z.string().min(32),
  VAULT_KEY_FILE: z.string().min(1),
  /** "1": the operator knows that a file beside the server holds the vault's key. Asked for in production. */
  ALLOW_LOCAL_KMS: z.string().optional(),
  NOTION_API_URL: url.optional(),
  NOTION_CLIENT_ID: z.string().optional(),
  NOTION_CLIENT_SECRET: z.string().optional(),
  GOOGLE_API_URL: url.optional(),
  GOOGLE_OAUTH_URL: url.optional(),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  INNGEST_BASE_URL: url.optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  /** Switches the SDK's signatures off. Refused in production. */
  INNGEST_DEV: z.string().optional(),
  EGRESS_ALLOW: commaList,
  /** Addresses of the proxies in front of us whose X-Forwarded-For is believed; none by default. */
  TRUSTED_PROXIES: commaList,
  /** Where mail is handed in, smtp:// or smtps://; without it nobody can sign in or be invited by mail. */
  SMTP_URL: url.optional(),
  /** Who our mail is from, as `Name <address>`. */
  MAIL_FROM: z.string().min(3).default("ChittySync <no-reply@localhost>"),
  /** The e-mail of the person whom the demo signs in by itself. Refused in a real installation. */
  DEMO_PERSON: z.string().optional(),
});

export type Env = z.infer<typeof schema>;

let parsed: Env | null = null;

/** Parsed once, on first use and at start (instrumentation.ts), never on import. Throws naming each bad variable. */
export function env(): Env {
  if (parsed) return parsed;
  const result = schema.safeParse(process.env);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The environment is not usable:\n${lines.join("\n")}`);
  }
  parsed = result.data;
  // next-auth knows no other way to be told where it is.
  process.env.NEXTAUTH_URL = parsed.APP_URL;
  return parsed;
}

export interface EnvReading {
  /** The variables that can be used. */
  readonly usable: Partial<Env>;
  /** What is wrong with each of the others, by name; never their values. */
  readonly problems: readonly string[];
}

/** Every variable by itself, so that one that is wrong hides nothing about the rest. */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): EnvReading {
  const usable: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, field] of Object.entries(schema.shape)) {
    const read = field.safeParse(source[name]);
    if (read.success) usable[name] = read.data;
    else problems.push(`${name}: ${read.error.issues.map(({ message }) => message).join("; ")}`);
  }
  return { usable, problems };
}

/** For tests: forget what was read. */
export function forgetEnv(): void {
  parsed = null;
}
