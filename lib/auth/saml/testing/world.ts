import { randomBytes } from "node:crypto";
import { type Parties, serviceProviderAt } from "../parties";
import { assertionXml, PLAIN, responseXml, type Said, saidNow, type Wording } from "./response-xml";
import { encode, type Signing, signXml } from "./sign-xml";
import { type TestKey, testKey } from "./test-key";

/** An identity provider, somebody who is none, and a request of ours that waits for its answer. */
export interface World {
  readonly parties: Parties;
  readonly key: TestKey;
  readonly strangerKey: TestKey;
  readonly requestId: string;
  /** A request that waits for another identity provider's answer. */
  readonly otherRequestId: string;
  readonly email: string;
}

export const APP_URL = "http://127.0.0.1:3000";

/** Keys take a tenth of a second each: one pair for all of a test file. */
export function newWorld(
  keys = { key: testKey("idp.example"), strangerKey: testKey("stranger.example") },
): World {
  return {
    parties: {
      identityProvider: {
        entityId: "https://idp.example/metadata",
        ssoUrl: "https://idp.example/sso",
        certificates: [keys.key.certificate],
      },
      serviceProvider: serviceProviderAt(APP_URL, "idp_00000000000000000000000001"),
    },
    ...keys,
    requestId: newId(),
    otherRequestId: newId(),
    email: "ada@example.com",
  };
}

export const newId = (): string => `_${randomBytes(20).toString("hex")}`;

/** What the world's identity provider says by right. */
export const said = (world: World, otherwise: Partial<Said> = {}): Said => ({
  ...saidNow({
    issuer: world.parties.identityProvider.entityId,
    audience: world.parties.serviceProvider.entityId,
    acsUrl: world.parties.serviceProvider.acsUrl,
    requestId: world.requestId,
    nameId: "person-1",
    email: world.email,
    mark: randomBytes(8).toString("hex"),
  }),
  ...otherwise,
});

interface Made {
  readonly wording?: Wording;
  readonly assertion?: Partial<Signing> | null;
  readonly response?: Partial<Signing> | null;
}

/** The XML of a response; its assertion signed by the provider, the response itself where `response` is given. */
export function signedResponse(world: World, words: Said, made: Made = {}): string {
  const wording = made.wording ?? PLAIN;
  const by = { with: world.key, prefix: wording.signature };
  const plain = responseXml(words, assertionXml(words, wording), wording);
  const inner =
    made.assertion === null ? plain : signXml(plain, { ...by, of: "Assertion", ...made.assertion });
  return made.response ? signXml(inner, { ...by, of: "Response", ...made.response }) : inner;
}

/** The form's value of a response that differs in what it says. */
export const saying = (world: World, otherwise: Partial<Said>, made: Made = {}): string =>
  encode(signedResponse(world, said(world, otherwise), made));
