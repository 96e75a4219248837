import "server-only";
import { createTransport } from "nodemailer";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Beside the usual ones. */
  readonly headers?: Readonly<Record<string, string>>;
}

const PATIENCE_MS = 10_000;
const LOCAL = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether this installation can send mail at all. */
export const canSendMail = (): boolean => env().SMTP_URL !== undefined;

/**
 * Hands a mail in at the operator's server; beyond this machine only over TLS with a verified name. Throws AppError
 * `upstream-unavailable` if the server does not take it; what it says may name our account and stays in the log.
 */
export async function sendMail({ headers, ...mail }: Mail): Promise<void> {
  const { SMTP_URL, MAIL_FROM } = env();
  if (SMTP_URL === undefined) throw new AppError("internal", "This installation has no mail server.");
  const transport = createTransport({
    url: SMTP_URL,
    requireTLS: !LOCAL.has(new URL(SMTP_URL).hostname),
    ignoreTLS: LOCAL.has(new URL(SMTP_URL).hostname),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({ from: MAIL_FROM, ...mail, ...(headers && { headers: { ...headers } }) });
  } catch (cause) {
    throw new AppError("upstream-unavailable", "The mail could not be sent.", {
      remedy: "Try again in a moment; if it stays so, tell your operator.",
      cause,
    });
  } finally {
    transport.close();
  }
}
