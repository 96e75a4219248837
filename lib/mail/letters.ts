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
