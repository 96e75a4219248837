import { deflateRawSync, gzipSync } from "node:zlib";
import { type CorpusDocument, refusedFor } from "./corpus-document";
import { encode } from "./sign-xml";
import { said, signedResponse, type World } from "./world";

const malformed = refusedFor("malformed");

/** A good response, its text changed outside what the signature covers, or so that canonical XML hides it. */
const changed =
  (change: (xml: string, world: World) => string | Uint8Array) =>
  (world: World): string =>
    encode(change(signedResponse(world, said(world)), world));

const before = (text: string): ((world: World) => string) => changed((xml) => `${text}${xml}`);

const BOMB = `<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">${"bcdefghi"
  .split("")
  .map((name, at) => `<!ENTITY ${name} "${`&${"abcdefgh"[at]};`.repeat(10)}">`)
  .join("")}]>`;

const splice = (xml: string, at: number, bytes: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(xml.slice(0, at)), bytes, Buffer.from(xml.slice(at))]);

/** What parsers have stumbled over: markup that no response needs, bytes that are no text, and too much of it. */
export const MARKUP: readonly CorpusDocument[] = [
  malformed("an empty document type", before("<!DOCTYPE Response>")),
  malformed("an external entity", before('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
  malformed("an external entity that is used", (world) =>
    changed((xml) =>
      `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>${xml}`.replace("person-1", "person-1&x;"),
    )(world),
  ),
  malformed("an external document type", before('<!DOCTYPE r SYSTEM "http://127.0.0.1:9/evil.dtd">')),
  malformed("parameter entities", before('<!DOCTYPE r [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>')),
  malformed(
    "an entity bomb",
    changed((xml) => BOMB + xml.replace("person-1", "&i;")),
  ),
  malformed("an attribute's default by document type", before('<!DOCTYPE r [<!ATTLIST r ID CDATA "_x">]>')),
  malformed(
    "an entity that nobody declared",
    changed((xml) => xml.replace("<samlp:Status>", "&nobody;<samlp:Status>")),
  ),
  malformed(
    "a comment in the name",
    changed((xml) => xml.replace("person-1", "person-1<!-- -->")),
  ),
  malformed(
    "a comment in the mail address",
    changed((xml) => xml.replace("ada@example.com", "ada@example.com<!---->")),
  ),
  malformed("a comment before everything", before("<!-- harmless -->")),
  malformed(
    "a processing instruction in the name",
    changed((xml) => xml.replace("person-1", "person-1<?x y?>")),
  ),
  malformed("a processing instruction before everything", before("<?xml-stylesheet href='x'?>")),
  malformed(
    "CDATA for the name",
    changed((xml) => xml.replace("person-1", "<![CDATA[person-1]]>")),
  ),
  malformed("an encoding that is not ours", before('<?xml version="1.0" encoding="UTF-7"?>')),
  malformed("XML 1.1", before('<?xml version="1.1"?>')),
  malformed(
    "a byte that is no UTF-8",
    changed((xml) => splice(xml, xml.indexOf("<samlp:Status>"), Buffer.from([0xff]))),
  ),
  malformed(
    "a slash in an overlong form",
    changed((xml) => splice(xml, xml.indexOf("<samlp:Status>"), Buffer.from([0xc0, 0xaf]))),
  ),
  malformed(
    "UTF-16",
    changed((xml) => Buffer.from(`\ufeff${xml}`, "utf16le")),
  ),
  malformed("no base64", () => "<samlp:Response/>"),
  malformed("base64 with a letter that is none", (world) => {
    const encoded = changed((xml) => xml)(world);
    return `${encoded.slice(0, 40)}!${encoded.slice(40)}`;
  }),
  malformed("base64 of URLs", (world) => changed((xml) => `${xml}   `)(world).replace(/=*$/, "-_")),
  malformed("nothing", () => ""),
  malformed("base64 of nothing", () => encode(" ")),
  malformed(
    "a quarter of a megabyte of blanks",
    changed((xml) => `${xml}${" ".repeat(256 * 1024)}`),
  ),
  malformed(
    "megabytes",
    changed((xml) => xml.replace("</samlp:Status>", `</samlp:Status>${"x".repeat(4_000_000)}`)),
  ),
  malformed(
    "ten thousand empty elements",
    changed((xml) => xml.replace("</samlp:Status>", `</samlp:Status>${"<a/>".repeat(10_000)}`)),
  ),
  malformed(
    "an element with twenty thousand attributes",
    changed((xml) =>
      xml.replace(
        "</samlp:Status>",
        `</samlp:Status><a ${Array.from({ length: 20_000 }, (_, at) => `b${at}=""`).join(" ")}/>`,
      ),
    ),
  ),
  malformed("a deflate bomb", () => encode(deflateRawSync(Buffer.alloc(5_000_000, " ")))),
  malformed("a gzip bomb", () => encode(gzipSync(Buffer.alloc(5_000_000, " ")))),
  malformed(
    "text after the document",
    changed((xml) => `${xml}more`),
  ),
  malformed(
    "two documents",
    changed((xml) => xml + xml),
  ),
  malformed(
    "elements that do not end",
    changed((xml) => xml.slice(0, -10)),
  ),
  malformed(
    "a prefix that nobody declared",
    changed((xml) => xml.replace("<samlp:Status>", "<nobody:x/><samlp:Status>")),
  ),
  malformed(
    "an attribute twice",
    changed((xml) => xml.replace(' Version="2.0"', ' Version="2.0" Version="2.0"')),
  ),
  malformed(
    "a response of another namespace",
    changed((xml) => xml.replace("urn:oasis:names:tc:SAML:2.0:protocol", "urn:evil:protocol")),
  ),
  malformed(
    "a response whose own name alone is of another namespace",
    changed((xml) =>
      xml
        .replace("<samlp:Response ", '<evil:Response xmlns:evil="urn:evil" ')
        .replace("</samlp:Response>", "</evil:Response>"),
    ),
  ),
  malformed(
    "elements ten thousand deep",
    changed((xml) =>
      xml.replace("</samlp:Status>", `</samlp:Status>${"<a>".repeat(10_000)}${"</a>".repeat(10_000)}`),
    ),
  ),
  malformed("the assertion without a response", (world) => {
    const xml = signedResponse(world, said(world));
    return encode(/<saml:Assertion [\s\S]*<\/saml:Assertion>/.exec(xml)?.[0] ?? "");
  }),
  malformed("a request in the place of a response", () =>
    encode('<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_a" Version="2.0"/>'),
  ),
  malformed("a logout response", () =>
    encode(
      '<samlp:LogoutResponse xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_a" Version="2.0"/>',
    ),
  ),
];
