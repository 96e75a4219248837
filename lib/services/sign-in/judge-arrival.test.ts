import { expect, test } from "vitest";
import { type Arrival, judgeArrival } from "./judge-arrival";

/** A stranger with an address of the organization's domain, which the provider says is his. */
const judge = (given: Partial<Arrival>) =>
  judgeArrival({
    isOn: true,
    isClosing: false,
    linked: null,
    asker: null,
    email: "ada@acme.example",
    emailVerified: true,
    holder: null,
    isMember: false,
    invitedAs: null,
    isOwnDomain: true,
    ...given,
  });

const email = "ada@acme.example";
const refused = (why: string) => ({ do: "refuse", why });
const enter = (joinAs: string | null) => ({ do: "enter", personId: "ada", joinAs });
const ask = (personId: string | null) => ({ do: "ask", personId, email });

test.each<[string, Partial<Arrival>, unknown]>([
  ["a stranger of the domain joins", {}, { do: "found", email, joinAs: "viewer" }],
  [
    "of whom the provider does not say more",
    { emailVerified: null },
    { do: "found", email, joinAs: "viewer" },
  ],
  ["invited, as the invitation says", { invitedAs: "editor" }, { do: "found", email, joinAs: "editor" }],
  ["an address that is not verified", { emailVerified: false }, refused("email-unverified")],
  ["no address", { email: null }, refused("email-missing")],
  ["a stranger of another domain", { isOwnDomain: false }, refused("not-invited")],
  ["invited at another domain: is asked by mail", { isOwnDomain: false, invitedAs: "editor" }, ask(null)],
  ["somebody has the address: is asked", { holder: "ada" }, ask("ada")],
  ["a member has the address: is asked", { holder: "ada", isMember: true }, ask("ada")],
  ["a member of another domain: is asked", { holder: "ada", isMember: true, isOwnDomain: false }, ask("ada")],
  [
    "no member has the address, at another domain",
    { holder: "ada", isOwnDomain: false },
    refused("not-invited"),
  ],
  [
    "a member, address not verified",
    { holder: "ada", isMember: true, emailVerified: false },
    refused("email-unverified"),
  ],
  ["linked and a member", { linked: "ada", isMember: true }, enter(null)],
  [
    "linked and a member, whatever address is told",
    { linked: "ada", isMember: true, holder: "bob", email: null, emailVerified: false },
    enter(null),
  ],
  ["linked, of the domain, not a member", { linked: "ada" }, enter("viewer")],
  ["linked and invited", { linked: "ada", invitedAs: "admin", isOwnDomain: false }, enter("admin")],
  ["linked, neither", { linked: "ada", isOwnDomain: false }, refused("not-invited")],
  ["of one that is being deleted, a stranger of the domain", { isClosing: true }, refused("not-invited")],
  [
    "of one that is being deleted, linked and invited",
    { isClosing: true, linked: "ada", invitedAs: "editor" },
    refused("not-invited"),
  ],
  [
    "of one that is being deleted, linked and a member",
    { isClosing: true, linked: "ada", isMember: true },
    enter(null),
  ],
  ["turned off", { isOn: false, linked: "ada", isMember: true }, refused("provider-off")],
  [
    "a member links it from his session",
    { asker: "ada", isMember: true },
    { do: "ask", personId: "ada", email: null },
  ],
  [
    "and it is another address",
    { asker: "ada", holder: "bob", isMember: true },
    { do: "ask", personId: "ada", email: null },
  ],
  ["who is no member cannot", { asker: "ada" }, refused("not-invited")],
  ["and it is another's", { asker: "ada", linked: "bob", isMember: true }, refused("linked-to-another")],
  ["and it is his already", { asker: "ada", linked: "ada", isMember: true }, enter(null)],
])("%s", (_, given, verdict) => expect(judge(given)).toEqual(verdict));
