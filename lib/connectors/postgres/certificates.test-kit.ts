import { createSign, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";

/** A key and its certificate, both in PEM: Node makes keys and no certificates. */
export interface Certified {
  readonly name: string;
  readonly key: KeyObject;
  readonly certificate: string;
}

interface Wanted {
  readonly name: string;
  /** Whom it may sign for; a server's otherwise. */
  readonly ca?: boolean;
  /** IPv4 address or DNS name that it bears. */
  readonly host?: string;
  /** Last day, `YYMMDD`. */
  readonly until?: string;
}

/** A certificate that `by` signed; without `by` it signs itself. */
export function certified({ name, ca = false, host, until = "491231" }: Wanted, by?: Certified): Certified {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const toBeSigned = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    named(by?.name ?? name),
    sequence(utcTime("200101000000Z"), utcTime(`${until}235959Z`)),
    named(name),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(constraints(ca), ...(host === undefined ? [] : [alternativeName(host)]))),
  );
  const signature = createSign("sha256")
    .update(toBeSigned)
    .sign(by?.key ?? privateKey);
  const whole = sequence(
    toBeSigned,
    ECDSA_WITH_SHA256,
    der(0x03, Buffer.concat([Buffer.from([0]), signature])),
  );
  return { name, key: privateKey, certificate: pem(whole) };
}

/** The key as a careless person would paste it. */
export const keyText = ({ key }: Certified): string =>
  key.export({ type: "pkcs8", format: "pem" }).toString();

function der(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: Uint8Array[]): Buffer => der(0x30, Buffer.concat(parts));
const integer = (bytes: Uint8Array): Buffer => der(0x02, bytes);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, "hex"));
const utcTime = (text: string): Buffer => der(0x17, Buffer.from(text));
const ECDSA_WITH_SHA256 = sequence(oid("2a8648ce3d040302"));

const named = (name: string): Buffer =>
  sequence(der(0x31, sequence(oid("550403"), der(0x0c, Buffer.from(name)))));

const constraints = (ca: boolean): Buffer =>
  sequence(
    oid("551d13"),
    der(0x01, Buffer.from([0xff])),
    der(0x04, sequence(...(ca ? [der(0x01, Buffer.from([0xff]))] : []))),
  );

function alternativeName(host: string): Buffer {
  const isAddress = /^[\d.]+$/.test(host);
  const bytes = isAddress ? Buffer.from(host.split(".").map(Number)) : Buffer.from(host);
  return sequence(oid("551d11"), der(0x04, sequence(der(isAddress ? 0x87 : 0x82, bytes))));
}

const pem = (bytes: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${bytes
    .toString("base64")
    .match(/.{1,64}/g)
    ?.join("\n")}\n-----END CERTIFICATE-----\n`;
