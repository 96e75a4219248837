import { expect, test } from "vitest";
import { openNote, signNote, verifierKey } from "./signed-note";
import { ledgerSigner } from "./signing-key";

/** From the documentation of golang.org/x/mod/sumdb/note: what others signed, we open. */
const NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const QUOTE =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const SIGNED = `${QUOTE}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;

const signer = ledgerSigner({ APP_SECRET: "a".repeat(40), APP_URL: "https://app.example" });
const key = verifierKey(signer);
const TEXT = '{"what":"deletion of an organization"}\n';
const NOTE = signNote(TEXT, signer);

test("the note of another implementation is opened", () => {
  expect(openNote(SIGNED, [NEUMANN])).toEqual({ text: QUOTE, signedBy: "PeterNeumann", fault: null });
});

test("what is signed here opens with the verifier key, also beside keys and signatures of others", () => {
  expect(key).toMatch(/^app\.example\/audit\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/);
  expect(openNote(NOTE, [NEUMANN, key])).toMatchObject({ text: TEXT, signedBy: "app.example/audit" });
  const [other = ""] = SIGNED.split("\n").slice(-2);
  expect(openNote(`${NOTE}${other}\n`, [key]).text).toBe(TEXT);
});

test("every single byte counts", () => {
  for (let at = 0; at < NOTE.length; at += 1) {
    const changed = NOTE.slice(0, at) + (NOTE[at] === "x" ? "y" : "x") + NOTE.slice(at + 1);
    expect(openNote(changed, [key]).fault, `at ${at}`).not.toBeNull();
  }
  expect(openNote(NOTE.replace("deletion", "erasure"), [key]).fault).toMatch(/^was changed since app/);
});

test("another installation's key, no key, or another name opens nothing", () => {
  const other = ledgerSigner({ APP_SECRET: "b".repeat(40), APP_URL: "https://app.example" });
  expect(openNote(NOTE, [verifierKey(other)]).fault).toBe("is signed by none of these keys");
  expect(openNote(NOTE, []).fault).toBe("is signed by none of these keys");
  expect(openNote(NOTE.replace("— app.", "— apq."), [key]).fault).toBe("is signed by none of these keys");
  for (const text of ["", TEXT, `${TEXT}\n`, `${TEXT}\nsigned: me\n`])
    expect(openNote(text, [key]).fault).toBe("is no signed note");
});

test("a verifier key whose hash or kind is wrong is none", () => {
  for (const wrong of ["", "x", key.replace(/\+[0-9a-f]{8}\+/, "+00000000+"), key.replace("app.", "apq.")])
    expect(() => openNote(NOTE, [wrong])).toThrow(/no verifier key/);
});

test("a text that could be cut otherwise is not signed", () => {
  expect(() => signNote("no new line", signer)).toThrow();
  expect(() => signNote(TEXT, { ...signer, name: "two words" })).toThrow();
});
