import { createHmac } from "node:crypto";

/** How long a receiver may think; the real deadline is not documented. */
const DEADLINE_MS = 10_000;

/** Posts one message; the answer's status, or null when there was none. Redirects are not followed. */
export async function send(url: string, body: string, signature: string | null): Promise<number | null> {
  const signed = signature === null ? {} : { "x-notion-signature": signature };
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "notion-api", ...signed },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}

/** The value of `X-Notion-Signature`: HMAC-SHA256 over the bytes of the body. */
export const signatureOf = (body: string, verificationToken: string): string =>
  `sha256=${createHmac("sha256", verificationToken).update(body).digest("hex")}`;

export const isTaken = (status: number | null): boolean => status !== null && status >= 200 && status < 300;
