import { z } from "zod";
import { SCOPES } from "@/lib/auth/policy";
import { addressRanges, plainAddress } from "@/lib/egress/address-range";

const MOST_ADDRESSES = 50;

const range = z
  .string()
  .trim()
  .max(50)
  .transform((text) => plainAddress(text) ?? text)
  .refine((text) => !/^::ffff:/i.test(text) && addressRanges([text]) !== null, {
    error: "Write an address or a range like 203.0.113.0/24 or 2001:db8::/32.",
  });

/** What may be said of a new key. Whose it is and what it may be is never said: it follows from who makes it. */
export const createApiKeyInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z
    .array(z.enum(SCOPES))
    .min(1)
    .max(SCOPES.length)
    .transform((scopes) => [...new Set(scopes)])
    .describe("None that whoever makes the key does not have"),
  expiresAt: z.iso
    .datetime({ offset: true })
    .nullable()
    .default(null)
    .describe("When it stops working; null: never. Not later than the key that makes it"),
  addresses: z
    .array(range)
    .max(MOST_ADDRESSES)
    .optional()
    .describe("Addresses and CIDR ranges that it may be used from; empty or left out: from anywhere"),
});

/** As it is sent. */
export type CreateApiKeyRequest = z.input<typeof createApiKeyInput>;

export type CreateApiKeyInput = z.output<typeof createApiKeyInput>;
