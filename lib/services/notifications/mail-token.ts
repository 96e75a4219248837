import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { env } from "@/lib/env";
import { readJson } from "../read-json";

/*
 * Links in our mails that work without a sign-in, for the address that they were sent to and for nothing else: what they
 * say is in them, signed, so that nothing is stored of a mail that nobody minds.
 */

const claims = z.strictObject({
  use: z.enum(["mute", "confirm"]),
  organizationId: z.uuid(),
  channelId: z.uuid(),
  /** The registry that the mail was about; null = several, or none. */
  registryId: z.uuid().nullable(),
  address: z.string(),
  /** Null: for as long as the channel is. */
  expiresAt: z.iso.datetime().nullable(),
});
export type MailClaims = z.output<typeof claims>;

const MOST_CHARACTERS = 2000;

const macOf = (text: string): Buffer =>
  createHmac("sha256", env().APP_SECRET).update(`mail link\0${text}`).digest();

export function mailToken(said: MailClaims): string {
  const text = Buffer.from(JSON.stringify(said), "utf8").toString("base64url");
  return `${text}.${macOf(text).toString("base64url")}`;
}

/** What a link of that use says; null for what we never signed, or what is over. */
export function readMailToken(token: string, use: MailClaims["use"], now: Date): MailClaims | null {
  const [text = "", mac = "", ...rest] = token.length > MOST_CHARACTERS ? [] : token.split(".");
  const [told, own] = [Buffer.from(mac, "base64url"), macOf(text)];
  if (rest.length > 0 || told.length !== own.length || !timingSafeEqual(told, own)) return null;
  const read = claims.safeParse(readJson(Buffer.from(text, "base64url").toString("utf8")));
  if (!read.success || read.data.use !== use) return null;
  const { expiresAt } = read.data;
  return expiresAt !== null && new Date(expiresAt) <= now ? null : read.data;
}
