import type { Element } from "@xmldom/xmldom";
import { z } from "zod";
import { cleanedName } from "@/lib/shown-name";
import { ASSERTION_NS, childrenOf, onlyChild, textOf } from "./xml";

/** Whom an identity provider says it has before it. */
export interface AssertedIdentity {
  /** Its own name for the person and that name's form; means something with this provider only. */
  readonly subject: string;
  /** What it says his address is: a claim, until the organization has proven the domain. Null: it says none. */
  readonly email: string | null;
  readonly name: string | null;
}

const MOST_CHARACTERS = 256;

/** Forms of names that mean the same person tomorrow. A transient one never does. */
const LASTING: Readonly<Record<string, string>> = {
  "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent": "persistent",
  "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress": "email",
  "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified": "unspecified",
  "": "unspecified",
};

/** Which attributes say what, by exact name: as Okta, Entra, Google and the LDAP schemas call them. */
const EMAIL_NAMES = [
  "email",
  "mail",
  "Email",
  "User.email",
  "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
  "urn:oid:0.9.2342.19200300.100.1.3",
];
const NAME_NAMES = [
  "displayName",
  "name",
  "http://schemas.microsoft.com/identity/claims/displayname",
  "urn:oid:2.16.840.1.113730.3.1.241",
];
const GIVEN_NAMES = [
  "firstName",
  "givenName",
  "User.FirstName",
  "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname",
  "urn:oid:2.5.4.42",
];
const FAMILY_NAMES = [
  "lastName",
  "surname",
  "sn",
  "User.LastName",
  "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname",
  "urn:oid:2.5.4.4",
];

const address = z.email().max(254);

/** Null where the assertion names nobody who lasts, or tells several mail addresses or what is none. */
export function identityIn(
  assertion: Element,
  subject: Element,
  ourEntityId: string,
): AssertedIdentity | null {
  const nameId = onlyChild(subject, ASSERTION_NS, "NameID");
  const name = nameId && textOf(nameId);
  if (!nameId || !name || name.length > MOST_CHARACTERS) return null;
  const form = LASTING[nameId.getAttribute("Format") ?? ""];
  const qualifier = nameId.getAttribute("SPNameQualifier");
  if (!form || (qualifier !== null && qualifier !== ourEntityId)) return null;
  const attributes = attributesOf(assertion);
  const emails = new Set(valuesOf(attributes, EMAIL_NAMES).map((value) => value.toLowerCase()));
  if (emails.size === 0 && form === "email") emails.add(name.toLowerCase());
  const [email = null, ...others] = emails;
  if (others.length > 0 || (email !== null && !address.safeParse(email).success)) return null;
  return { subject: `${form}:${name}`, email, name: nameOf(attributes) };
}

type Attributes = ReadonlyMap<string, readonly string[]>;

function attributesOf(assertion: Element): Attributes {
  const found = new Map<string, string[]>();
  for (const statement of childrenOf(assertion, ASSERTION_NS, "AttributeStatement"))
    for (const attribute of childrenOf(statement, ASSERTION_NS, "Attribute")) {
      const name = attribute.getAttribute("Name") ?? "";
      const values = childrenOf(attribute, ASSERTION_NS, "AttributeValue").flatMap(
        (value) => textOf(value) || [],
      );
      found.set(name, [...(found.get(name) ?? []), ...values]);
    }
  return found;
}

const valuesOf = (attributes: Attributes, names: readonly string[]): string[] =>
  names.flatMap((name) => attributes.get(name) ?? []);

function nameOf(attributes: Attributes): string | null {
  const whole = valuesOf(attributes, NAME_NAMES)[0];
  const parts = [valuesOf(attributes, GIVEN_NAMES)[0], valuesOf(attributes, FAMILY_NAMES)[0]];
  return cleanedName(whole ?? parts.filter(Boolean).join(" "));
}
