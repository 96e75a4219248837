import path from "node:path";
import { typescriptFlags } from "../bootstrap/node.mjs";

const next = "node_modules/next/dist/bin/next";

/** The pretended providers. Tells its addresses and tokens in its ready line. */
export function sandboxProgram({ root, directory, environment, ports }) {
  return {
    name: "sandbox",
    cwd: root,
    args: [...typescriptFlags(), path.join(root, "sandbox/main.ts")],
    env: {
      ...environment,
      SANDBOX_DATA: path.join(directory, "sandbox"),
      SANDBOX_NOTION_PORT: String(ports.notion),
      SANDBOX_GOOGLE_PORT: String(ports.google),
      SANDBOX_STRIPE_PORT: String(ports.stripe),
      SANDBOX_CONTROL_PORT: String(ports.control),
      SANDBOX_SMTP_PORT: String(ports.smtp),
      SANDBOX_DNS_PORT: String(ports.dns),
    },
  };
}

export function appProgram({ root, environment, ports, isDev }) {
  const args = [path.join(root, next), isDev ? "dev" : "start", "-H", "127.0.0.1", "-p", String(ports.app)];
  return {
    name: "app",
    cwd: root,
    args,
    env: environment,
    url: `http://127.0.0.1:${ports.app}/`,
    patienceMs: 120_000,
  };
}

export function runnerProgram({ root, environment, ports }) {
  return {
    name: "job runner",
    cwd: root,
    args: [...typescriptFlags(), path.join(root, "inngest/local/main.ts")],
    env: {
      ...environment,
      RUNNER_DATABASE_URL: environment.DATABASE_URL,
      RUNNER_PORT: String(ports.runner),
    },
  };
}
