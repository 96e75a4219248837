import { z } from "zod";
import { ROLES } from "@/lib/auth/role";
import { env } from "@/lib/env";
import { shownName } from "@/lib/shown-name";
import { isTimeZone } from "./morning";

const MOST_REGISTRIES = 200;

/** What is told on a channel, and how. */
const settings = {
  name: shownName.describe("What the channel is called"),
  level: z
    .enum(["warning", "critical"])
    .default("warning")
    .describe(
      "critical: only what stands still until somebody acts; warning: also what goes on with a fault",
    ),
  registries: z
    .array(z.string())
    .max(MOST_REGISTRIES)
    .default([])
    .describe("Ids of the registries that are told of; empty: all of them"),
  issuesOver: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(0)
    .describe("Issues and conflicts are told of when there are more of them than this"),
  digest: z
    .boolean()
    .default(false)
    .describe(
      "Once a day at eight in the morning, while something waits for a person: how much, by registry",
    ),
  timeZone: z
    .string()
    .max(100)
    .refine(isTimeZone, { error: "Write a time zone like Europe/Berlin." })
    .default("UTC")
    .describe("Whose morning it is, as IANA names time zones"),
};

/** What may be changed of a channel; what is left out stays as it is. */
export const channelChangeInput = z
  .strictObject({
    name: settings.name,
    level: settings.level.unwrap(),
    registries: settings.registries.unwrap(),
    issuesOver: settings.issuesOver.unwrap(),
    digest: settings.digest.unwrap(),
    timeZone: settings.timeZone.unwrap(),
    mutedUntil: z.iso
      .datetime({ offset: true })
      .nullable()
      .describe("Nothing is told until then; null: it is told"),
  })
  .partial();
export type ChannelChangeInput = z.output<typeof channelChangeInput>;

const MOST_CHARACTERS = 2000;

const SLACK = "https://hooks.slack.com";

/** An address that may be posted to; plain http only where this installation itself is reached by it. */
const postUrl = z
  .string()
  .trim()
  .max(MOST_CHARACTERS)
  .refine(isPostable, { error: "Write an address like https://example.com/hooks, without a user name." });

function isPostable(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== "" || url.password !== "" || url.hash !== "") return false;
  return url.protocol === "https:" || (url.protocol === "http:" && env().APP_URL.startsWith("http:"));
}

const isSlack = (text: string): boolean =>
  [SLACK, env().SLACK_HOOKS_URL].some(
    (at) => at !== undefined && URL.parse(text)?.origin === new URL(at).origin,
  );

export const createWebhookInput = z.strictObject({
  ...settings,
  url: postUrl.describe("Where messages are posted to, at a public https address"),
});
export type CreateWebhookInput = z.output<typeof createWebhookInput>;

/** A new channel of any kind. */
export const createChannelInput = z.discriminatedUnion("kind", [
  z.strictObject({ ...settings, kind: z.literal("webhook"), url: postUrl }),
  z.strictObject({
    ...settings,
    kind: z.literal("slack"),
    url: postUrl.refine(isSlack, { error: `Copy the address from Slack: it begins with ${SLACK}/.` }),
  }),
  z.strictObject({
    ...settings,
    kind: z.literal("roles"),
    roles: z.array(z.enum(ROLES)).min(1, { error: "Choose whom it goes to." }).max(ROLES.length),
  }),
  z.strictObject({ ...settings, kind: z.literal("address"), address: z.email().max(254).toLowerCase() }),
]);
export type CreateChannelRequest = z.input<typeof createChannelInput>;
export type CreateChannelInput = z.output<typeof createChannelInput>;
