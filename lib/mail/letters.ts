import { cleanedName } from "@/lib/shown-name";
import { type Letter, written } from "./letter";

const UNASKED = "If you did not expect this, do nothing: without the link nothing happens.";

/** The link that signs a person in, once. */
export const signInLetter = (url: string, minutes: number) =>
  written({
    subject: "Your link to sign in to ChittySync",
    sentences: ["Here is your link to sign in.", `It works once, for ${minutes} minutes.`],
    button: { label: "Sign in", url },
    note: UNASKED,
  } satisfies Letter);

/** A name as it may stand in a letter: one that was stored before names were asked this much is cleaned. */
const named = (name: string, otherwise: string): string => cleanedName(name) ?? otherwise;

const ORGANIZATION = "an organization";

/** To every owner of an organization that one of them deletes. */
export const closingLetter = (
  url: string,
  told: { readonly name: string; readonly by: string; readonly day: string },
) => {
  const { day } = told;
  const [name, by] = [named(told.name, ORGANIZATION), named(told.by, "An owner")];
  return written({
    subject: `${name} on ChittySync will be deleted on ${day}`,
    sentences: [
      `${by} has asked for ${name} to be deleted with everything in it.`,
      `Nothing in it runs any more. Until ${day} every owner can keep it, and then all is as it was; after that it is removed for good, and a certificate of it is under Your account.`,
    ],
    button: { label: "See it, or keep it", url },
    note: "Your connected systems keep their rows in any case.",
  } satisfies Letter);
};

/** What has become of a domain that an organization had proven. */
export type DomainNews = "record-missing" | "not-proven" | "proven-elsewhere";

const DOMAIN_NEWS: Readonly<
  Record<DomainNews, (domain: string) => readonly [subject: string, what: string]>
> = {
  "record-missing": (domain) => [
    `The TXT record of ${domain} is missing`,
    "If it is missing a day later too, the domain counts as proven no more: people with an address there then do not find your company's sign-in by it, and nobody joins by it.",
  ],
  "not-proven": (domain) => [
    `${domain} is not proven any more`,
    "Its TXT record was missing for a day. People with an address there do not find your company's sign-in by it any more, and nobody joins by it. Members stay.",
  ],
  "proven-elsewhere": (domain) => [
    `${domain} is not proven any more`,
    "Another organization has proven it, and your TXT record is not there. People with an address there do not find your company's sign-in by it any more. Members stay.",
  ],
};

/** To every owner of an organization, when the proof of one of its domains goes. */
export const domainLetter = (
  url: string,
  told: { readonly organization: string; readonly domain: string; readonly news: DomainNews },
) => {
  const [subject, what] = DOMAIN_NEWS[told.news](told.domain);
  return written({
    subject: `${subject} (${named(told.organization, ORGANIZATION)} on ChittySync)`,
    sentences: [what, "The record, as it has to be, stands under Settings, Sign-in."],
    button: { label: "See the record", url },
    note: "If the domain is not yours any more, there is nothing to do.",
  } satisfies Letter);
};

/** The link that lets a person join an organization. */
export const invitationLetter = (
  url: string,
  { role, ...told }: { organization: string; inviter: string; role: string },
) => {
  const [organization, inviter] = [named(told.organization, ORGANIZATION), named(told.inviter, "Somebody")];
  return written({
    subject: `${inviter} invites you to ${organization} on ChittySync`,
    sentences: [
      `${inviter} invites you to join ${organization} on ChittySync as ${role}.`,
      "The invitation is for this address, and works for 7 days.",
    ],
    button: { label: "See the invitation", url },
    note: UNASKED,
  } satisfies Letter);
};

/** The link by which a person says that an identity at a company's provider is his. */
export const linkLetter = (
  url: string,
  { minutes, ...told }: { provider: string; organization: string; minutes: number },
) => {
  const [provider, organization] = [
    named(told.provider, "A company"),
    named(told.organization, ORGANIZATION),
  ];
  return written({
    subject: `Sign in to ${organization} on ChittySync with ${provider}?`,
    sentences: [
      `Somebody has signed in at ${provider} for ${organization} on ChittySync, with this address.`,
      `If that was you, say so once: from then on ${provider} signs you in. The link works for ${minutes} minutes.`,
    ],
    button: { label: "Yes, that was me", url },
    note: "If it was not you, do nothing: without the link nothing happens.",
  } satisfies Letter);
};
