import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { factsOf } from "@/lib/auth/saml/certificate";
import { metadataXml } from "@/lib/auth/saml/testing/metadata-xml";
import { SamlpProvider } from "@/lib/auth/saml/testing/samlp-provider";
import { testKey } from "@/lib/auth/saml/testing/test-key";
import { withOrg } from "@/lib/db/control";
import { requireProviders } from "@/lib/db/identity-providers";
import { forgetEnv } from "@/lib/env";
import { newUuid, uuidOf } from "@/lib/ids";
import { addProvider, configureProvider, deleteProvider } from "./change-provider";
import { lookAtSignIn } from "./look-at-sign-in";
import { readMetadataAgain, takeMetadata } from "./read-again";
import { beginSaml, receiveSaml } from "./saml-sign-in";
import { type Place, Places } from "./testing/place";

let at: Places;
let place: Place;
let idp: SamlpProvider;
/** A web server that answers with whatever a test says. */
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const web = createServer((request, response) => answer(request, response));
const [key, next] = [testKey("now.example"), testKey("next.example")];

beforeAll(async () => {
  [at, idp] = await Promise.all([Places.open(), SamlpProvider.start()]);
  process.env.EGRESS_ALLOW = "127.0.0.0/8,::1";
  forgetEnv();
  await new Promise<void>((listening) => web.listen(0, "127.0.0.1", listening));
  place = await at.place();
});
afterAll(async () => {
  web.closeAllConnections();
  web.close();
  await idp.stop();
  await at.close();
});
beforeEach(() => void vi.spyOn(process.stderr, "write").mockReturnValue(true));

const here = () => `http://127.0.0.1:${(web.address() as AddressInfo).port}/metadata`;
const byMetadata = (metadataUrl: string) =>
  ({ kind: "saml", name: "Company", config: { from: "metadata", metadataUrl } }) as const;
const add = (url: string) => addProvider(place.caller, newUuid(), byMetadata(url));
const viewOf = async (id: string) =>
  (await lookAtSignIn(place.caller)).providers.find((one) => one.id === id);

/** Whether somebody who comes from the provider now is believed. */
async function isBelieved(id: string): Promise<boolean> {
  const begun = await beginSaml({ id, personId: null, returnTo: "/", browser: undefined });
  if (begun.outcome === "refused") throw new Error(begun.reason);
  const { response } = await idp.formAt(begun.url);
  return (await receiveSaml({ id, encoded: response })).outcome === "believed";
}

test("a provider is known by its metadata's address; new keys are shown, and believed once they are taken", async () => {
  idp.key = key;
  const id = await add(idp.entityId);
  const config = { entityId: idp.entityId, ssoUrl: idp.ssoUrl, metadataUrl: idp.entityId };
  expect((await viewOf(id))?.config).toEqual({ ...config, certificates: [key.certificate] });
  expect(await isBelieved(id)).toBe(true);
  expect(await readMetadataAgain(place.caller, id)).toMatchObject({ isSame: true, newSsoUrl: null });

  idp.key = next;
  expect(await isBelieved(id)).toBe(false);
  const found = await readMetadataAgain(place.caller, id);
  expect(found).toMatchObject({
    isSame: false,
    added: [factsOf(next.certificate)],
    kept: [],
    dropped: [factsOf(key.certificate)],
  });
  // Looking has changed nothing, and what was not looked at is not taken.
  expect(await isBelieved(id)).toBe(false);
  await expect(takeMetadata(place.caller, id, "0".repeat(64))).rejects.toMatchObject({ kind: "stale" });
  idp.key = testKey("mallory.example");
  await expect(takeMetadata(place.caller, id, found.hash)).rejects.toMatchObject({ kind: "stale" });
  idp.key = next;
  // Members must come by it: then above all its keys have to be able to change.
  const uuid = uuidOf("idp", id) ?? "";
  await withOrg(place.organizationId, (db) => requireProviders(db, place.organizationId, [uuid]));
  await takeMetadata(place.caller, id, found.hash);
  await withOrg(place.organizationId, (db) => requireProviders(db, place.organizationId, []));
  expect((await viewOf(id))?.config).toEqual({ ...config, certificates: [next.certificate] });
  expect(await isBelieved(id)).toBe(true);
  idp.key = key;
  expect(await isBelieved(id)).toBe(false);
  await deleteProvider(place.caller, id);
});

test("both keys are believed while the metadata have both; another provider at the address is none of it", async () => {
  const told = { certificates: [key.certificate, next.certificate] };
  answer = (_request, response) => response.end(metadataXml(told));
  const id = await add(here());
  expect((await viewOf(id))?.config).toMatchObject(told);
  answer = (_request, response) => response.end(metadataXml({ ...told, ssoUrl: "https://idp.example/new" }));
  expect(await readMetadataAgain(place.caller, id)).toMatchObject({
    isSame: false,
    newSsoUrl: "https://idp.example/new",
    added: [],
    kept: told.certificates.map(factsOf),
  });
  answer = (_request, response) => response.end(metadataXml({ ...told, entityId: "urn:another" }));
  await expect(readMetadataAgain(place.caller, id)).rejects.toMatchObject({ kind: "stale" });
  const other = await viewOf(place.provider);
  await expect(readMetadataAgain(place.caller, other?.id ?? "")).rejects.toMatchObject({
    kind: "invalid-input",
  });
  await deleteProvider(place.caller, id);
});

const REFUSED = "The provider's metadata cannot be used.";

test.each<[string, typeof answer]>([
  ["no metadata", (_request, response) => response.end("<html/>")],
  ["a broken answer", (request) => request.socket.destroy()],
  [
    "a status",
    (_request, response) => response.writeHead(404).end(metadataXml({ certificates: [key.certificate] })),
  ],
  ["a redirect", (_request, response) => response.writeHead(302, { location: idp.entityId }).end()],
  [
    "too much",
    (_request, response) =>
      response.end(metadataXml({ certificates: [key.certificate], besides: "x".repeat(600_000) })),
  ],
  [
    "more certificates than one has",
    (_request, response) =>
      response.end(
        metadataXml({ certificates: Array.from({ length: 6 }, (_, n) => testKey(`${n}`).certificate) }),
      ),
  ],
  [
    "an address of no web",
    (_request, response) =>
      response.end(metadataXml({ certificates: [key.certificate], ssoUrl: "javascript:alert(1)" })),
  ],
])("what is at the address is refused as it is, and nothing stored: %s", async (_name, answers) => {
  answer = answers;
  const before = (await lookAtSignIn(place.caller)).providers.length;
  await expect(add(here())).rejects.toMatchObject({ kind: "invalid-input", message: REFUSED });
  expect((await lookAtSignIn(place.caller)).providers.length).toBe(before);
});

test.each([
  "http://192.0.2.1/metadata",
  "http://169.254.169.254/latest",
  "https://10.0.0.1/x",
  "https://[fd00::1]/",
])("nothing is asked at an address that is nobody's business: %s", async (url) => {
  await expect(add(url)).rejects.toMatchObject({ kind: "invalid-input", message: REFUSED });
});

test("a provider that was entered by hand is read at an address from then on, and the other way round", async () => {
  answer = (_request, response) => response.end(metadataXml({ certificates: [key.certificate] }));
  const values = { entityId: "urn:idp", ssoUrl: "https://idp.example/sso", certificates: [next.certificate] };
  const byHand = { kind: "saml", name: "Company", config: { from: "values", ...values } } as const;
  const id = await addProvider(place.caller, newUuid(), byHand);
  expect((await viewOf(id))?.config).toEqual(values);
  await expect(readMetadataAgain(place.caller, id)).rejects.toMatchObject({ kind: "invalid-input" });
  await configureProvider(place.caller, id, byMetadata(here()));
  expect((await viewOf(id))?.config).toMatchObject({ metadataUrl: here(), certificates: [key.certificate] });
  await configureProvider(place.caller, id, byHand);
  expect((await viewOf(id))?.config).toEqual(values);
});
