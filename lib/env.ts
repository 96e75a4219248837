import { z } from "zod";

const url = z.url();

/** The environment, as the README's table describes it. An API URL that is not set means the real service. */
const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  DATABASE_URL: url,
  APP_URL: url,
  APP_SECRET: z.string().min(32),
  VAULT_KEY_FILE: z.string().min(1),
  NOTION_API_URL: url.optional(),
  GOOGLE_API_URL: url.optional(),
  GOOGLE_OAUTH_URL: url.optional(),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  INNGEST_BASE_URL: url.optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  EGRESS_ALLOW: z
    .string()
    .default("")
    .transform((list) =>
      list
        .split(",")
        .map((cidr) => cidr.trim())
        .filter(Boolean),
    ),
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
  return parsed;
}

/** For tests: forget what was read. */
export function forgetEnv(): void {
  parsed = null;
}
