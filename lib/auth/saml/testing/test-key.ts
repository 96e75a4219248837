import { createSign, generateKeyPairSync, randomBytes } from "node:crypto";

/** A key that a test's identity provider signs with, and its certificate, both in PEM. */
export interface TestKey {
  readonly privateKey: string;
  readonly certificate: string;
}

/** A new RSA key with a certificate that it signed itself: Node makes keys and no certificates. `until` is UTC time. */
export function testKey(commonName: string, modulusLength = 2048, until = "491231235959Z"): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength });
  const name = sequence(set(sequence(oid("550403"), der(0x0c, Buffer.from(commonName)))));
  const validity = sequence(utcTime("250101000000Z"), utcTime(until));
  const toBeSigned = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    SHA256_WITH_RSA,
    ...[name, validity, name],
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = createSign("sha256").update(toBeSigned).sign(privateKey);
  const certificate = sequence(
    toBeSigned,
    SHA256_WITH_RSA,
    der(0x03, Buffer.concat([Buffer.from([0]), signature])),
  );
  return {
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    certificate: pem(certificate),
  };
}

function der(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: Uint8Array[]): Buffer => der(0x30, Buffer.concat(parts));
const set = (...parts: Uint8Array[]): Buffer => der(0x31, Buffer.concat(parts));
const integer = (bytes: Uint8Array): Buffer => der(0x02, bytes);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, "hex"));
const utcTime = (text: string): Buffer => der(0x17, Buffer.from(text));
const SHA256_WITH_RSA = sequence(oid("2a864886f70d01010b"), der(0x05, Buffer.alloc(0)));

const pem = (bytes: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${bytes
    .toString("base64")
    .match(/.{1,64}/g)
    ?.join("\n")}\n-----END CERTIFICATE-----\n`;
