/**
 * The environment of the demo's programs (see "Environment" in the README). Nothing of the caller's own that
 * would lead the demo to a real service is handed on.
 * @param {{ postgres: { databaseUrl: string, migrateUrl: string }, secrets: object, ports: object, isDev: boolean }} parts
 */
export function appEnvironment({ postgres, secrets, ports, isDev }) {
  const at = (name) => `http://127.0.0.1:${ports[name]}`;
  return {
    ...withoutOurs(process.env),
    NODE_ENV: isDev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    CHECKPOINT_DISABLE: "1",
    DATABASE_URL: postgres.databaseUrl,
    DATABASE_MIGRATE_URL: postgres.migrateUrl,
    APP_URL: at("app"),
    APP_SECRET: secrets.appSecret,
    VAULT_KEY_FILE: secrets.vaultKeyFile,
    NOTION_API_URL: at("notion"),
    NOTION_CLIENT_ID: "sandbox-client",
    NOTION_CLIENT_SECRET: "sandbox-secret",
    GOOGLE_API_URL: at("google"),
    GOOGLE_OAUTH_URL: at("google"),
    GOOGLE_CLIENT_ID: "sandbox-google-client",
    GOOGLE_CLIENT_SECRET: "sandbox-google-secret",
    ...callsPerMinute(process.env.DEMO_CALLS_PER_MINUTE),
    STRIPE_API_URL: at("stripe"),
    DNS_SERVERS: `127.0.0.1:${ports.dns}`,
    SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
    MAIL_FROM: "ChittySync <no-reply@chittysync.example>",
    INNGEST_BASE_URL: at("runner"),
    INNGEST_SIGNING_KEY: secrets.inngestSigningKey,
    INNGEST_EVENT_KEY: secrets.inngestEventKey,
    EGRESS_ALLOW: "127.0.0.0/8",
    DEMO_PERSON: "owner@example.com",
  };
}

/** For tests, which lift the pretended providers' limits too: no run waits for its next minute. */
const callsPerMinute = (calls) =>
  calls
    ? {
        NOTION_CALLS_PER_MINUTE: calls,
        GOOGLE_CALLS_PER_MINUTE: calls,
        GOOGLE_USER_CALLS_PER_MINUTE: calls,
      }
    : {};

const OURS =
  /^(DATABASE_|APP_|VAULT_|NOTION_|GOOGLE_|STRIPE_|INNGEST_|EGRESS_|RUNNER_|SANDBOX_|SMTP_|DNS_|MAIL_|NEXTAUTH_|SENTRY_|OTEL_|DEMO_|PORT$|NODE_OPTIONS$|NODE_CHANNEL_)/;

function withoutOurs(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !OURS.test(name)));
}
