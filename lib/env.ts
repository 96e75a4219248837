import { z } from "zod";
import { rememberEnvironment } from "./known-secrets";

const url = z.url();

const callsPerMinute = z.coerce.number().int().min(60).optional();

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
  /** Where the key is that seals credentials; the next variables name it. */
  VAULT_KEY_PROVIDER: z.enum(["file", "aws-kms", "gcp-kms"]).default("file"),
  VAULT_KEY_FILE: z.string().min(1).optional(),
  VAULT_AWS_KMS_KEY: z
    .string()
    .regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/, "must be the ARN of a key (no alias)")
    .optional(),
  VAULT_AWS_KMS_ENDPOINT: url.optional(),
  VAULT_GCP_KMS_KEY: z
    .string()
    .regex(
      /^projects\/[^/\s]+\/locations\/[^/\s]+\/keyRings\/[^/\s]+\/cryptoKeys\/[^/\s]+$/,
      "must be a key's full name: projects/.../locations/.../keyRings/.../cryptoKeys/...",
    )
    .optional(),
  VAULT_GCP_KMS_ENDPOINT: url.optional(),
  /** The service account's key for Google's key service. */
  GOOGLE_APPLICATION_CREDENTIALS: z.string().min(1).optional(),
  /** Keys that open what they sealed and seal nothing: files, ARNs, full names. */
  VAULT_OLD_KEYS: commaList,
  /** "1": the operator knows that a file beside the server holds the vault's key. Asked for in production. */
  ALLOW_LOCAL_KMS: z.string().optional(),
  NOTION_API_URL: url.optional(),
  NOTION_CLIENT_ID: z.string().optional(),
  NOTION_CLIENT_SECRET: z.string().optional(),
  GOOGLE_API_URL: url.optional(),
  GOOGLE_OAUTH_URL: url.optional(),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  /** What the providers allow here, where that is not what they document. */
  NOTION_CALLS_PER_MINUTE: callsPerMinute,
  GOOGLE_CALLS_PER_MINUTE: callsPerMinute,
  GOOGLE_USER_CALLS_PER_MINUTE: callsPerMinute,
  INNGEST_BASE_URL: url.optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  /** Switches the SDK's signatures off. Refused in production. */
  INNGEST_DEV: z.string().optional(),
  /** Three of Node's own, read here to refuse them in production. */
  NODE_TLS_REJECT_UNAUTHORIZED: z.string().optional(),
  NODE_DEBUG: z.string().optional(),
  NODE_OPTIONS: z.string().optional(),
  EGRESS_ALLOW: commaList,
  /** Addresses of the proxies in front of us whose X-Forwarded-For is believed; none by default. */
  TRUSTED_PROXIES: commaList,
  /** Name servers that are asked for the TXT records of domains, as address or address:port; none: the system's. */
  DNS_SERVERS: commaList,
  /** Where mail is handed in, smtp:// or smtps://; without it nobody can sign in or be invited by mail. */
  SMTP_URL: url.optional(),
  /** Where Slack takes messages, if not at https://hooks.slack.com. */
  SLACK_HOOKS_URL: url.optional(),
  /** Who our mail is from, as `Name <address>`. */
  MAIL_FROM: z.string().min(3).default("ChittySync <no-reply@localhost>"),
  /** "1": shows /gallery, every component in every state, outside development too. */
  GALLERY: z.string().optional(),
  /** The e-mail of the person whom the demo signs in by itself. Refused in a real installation. */
  DEMO_PERSON: z.string().optional(),
});

export type Env = z.infer<typeof schema>;

/** What each place of the vault's key cannot do without. */
const NEEDED = {
  file: ["VAULT_KEY_FILE"],
  "aws-kms": ["VAULT_AWS_KMS_KEY"],
  "gcp-kms": ["VAULT_GCP_KMS_KEY", "GOOGLE_APPLICATION_CREDENTIALS"],
} as const;

/** The variables that are missing because of what another one says, each with why. */
function missing(provider: Env["VAULT_KEY_PROVIDER"], source: Readonly<Record<string, unknown>>): string[] {
  return NEEDED[provider]
    .filter((name) => source[name] === undefined)
    .map((name) => `${name}: is missing, where VAULT_KEY_PROVIDER is ${provider}`);
}

let parsed: Env | null = null;

/** Parsed once, on first use and at start (instrumentation.ts), never on import. Throws naming each bad variable. */
export function env(): Env {
  if (parsed) return parsed;
  rememberEnvironment(process.env);
  const result = schema.safeParse(process.env);
  const lines = result.success
    ? missing(result.data.VAULT_KEY_PROVIDER, result.data)
    : result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  if (!result.success || lines.length > 0)
    throw new Error(`The environment is not usable:\n${lines.map((line) => `  ${line}`).join("\n")}`);
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
  const { VAULT_KEY_PROVIDER } = usable as Partial<Env>;
  if (VAULT_KEY_PROVIDER) problems.push(...missing(VAULT_KEY_PROVIDER, source));
  return { usable, problems };
}

/** For tests: forget what was read. */
export function forgetEnv(): void {
  parsed = null;
}
