import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { guardedFetch } from "./guarded-fetch";
import { openSocketWith } from "./guarded-socket";

/** Stands for a public server: the one address that these guards may reach. */
const OPEN = "127.0.0.9";
const TRIES = 1_000;

let inner: Server;
let outer: Server;
let port = 0;
const reached = { inner: 0, outer: 0 };

beforeAll(async () => {
  inner = createServer((socket) => {
    reached.inner += 1;
    socket.destroy();
  });
  inner.listen(0, "127.0.0.1");
  await once(inner, "listening");
  port = (inner.address() as AddressInfo).port;
  outer = createServer((socket) => {
    reached.outer += 1;
    socket.on("error", () => {});
    socket.end("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  });
  outer.listen(port, OPEN);
  await once(outer, "listening");
});
afterAll(() => {
  inner.close();
  outer.close();
});

type Lookup = (host: string) => Promise<readonly string[]>;

const fetchWith = (lookup: Lookup) => {
  const limits = { publicHttps: true, httpToAllowed: true, maxBytes: 1_000, timeoutMs: 2_000 };
  const fetch = guardedFetch({ ...limits, origins: [], allow: [OPEN], lookup });
  return async (host: string) => void (await (await fetch(`http://${host}:${port}/`)).text());
};

const socketWith = (lookup: Lookup) => {
  const open = openSocketWith({ allow: [OPEN], byteBudget: 1_000, idleMs: 2_000, connectMs: 2_000, lookup });
  return async (host: string) => void (await open({ host, port })).destroy();
};

const WAYS = [
  ["a request", fetchWith],
  ["a socket", socketWith],
] as const;

/** The same numbers at every run. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** What a resolver may say that none may follow. */
const CLOSED = [
  "127.0.0.1",
  "127.0.0.10",
  "0.0.0.0",
  "10.0.0.1",
  "100.64.0.1",
  "169.254.169.254",
  "172.16.0.1",
  "192.168.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::127.0.0.1",
  "::ffff:127.0.0.1",
  "::ffff:7f00:1",
  "0:0:0:0:0:ffff:a9fe:a9fe",
  "64:ff9b::127.0.0.1",
  "2002:7f00:1::",
  "2001:0:7f00:1::",
  "fd00::1",
  "fe80::1",
  "fe80::1%lo",
  "fec0::1",
  "ff02::1",
  "2130706433",
  "0x7f000001",
  "0177.0.0.1",
  "127.1",
  "127.0.0.1:80",
  "localhost",
  "inner.example",
  "inner.example.",
  "/var/run/postgresql",
  "",
];

describe.each(WAYS)("%s to a name whose address changes", (_, way) => {
  it("goes where the one look-up pointed, and is refused where that was inside", {
    timeout: 60_000,
  }, async () => {
    const before = { ...reached };
    let asked = 0;
    let turn = 0;
    // Open when it is looked at, inside when it would be looked at again; every second name the other way round.
    const call = way(async () => {
      asked += 1;
      turn += 1;
      return turn % 2 === 1 ? [OPEN] : ["127.0.0.1"];
    });
    let went = 0;
    for (let at = 0; at < TRIES; at += 1) {
      const outcome = await call(`n${at}.example`).catch((error: unknown) => error);
      if (outcome === undefined) went += 1;
      else expect(outcome).toBeInstanceOf(AppError);
    }
    expect({ asked, went }).toEqual({ asked: TRIES, went: TRIES / 2 });
    await expect.poll(() => reached.outer - before.outer).toBe(TRIES / 2);
    expect(reached.inner).toBe(0);
  });

  it("is refused for one closed address among any number", { timeout: 60_000 }, async () => {
    const roll = dice(7);
    const before = { ...reached };
    for (let at = 0; at < TRIES; at += 1) {
      const answers = Array.from({ length: roll(4) }, () => OPEN);
      answers.splice(roll(answers.length + 1), 0, CLOSED[roll(CLOSED.length)] ?? "");
      await expect(way(async () => answers)("mixed.example"), answers.join(" ")).rejects.toBeInstanceOf(
        AppError,
      );
    }
    expect(reached).toEqual(before);
  });
});

/** The ways to write an IPv4 address that some resolver or parser takes for it. */
function spellings(address: string): readonly string[] {
  const parts = address.split(".").map(Number) as [number, number, number, number];
  const [a, b, c, d] = parts;
  const whole = ((a * 256 + b) * 256 + c) * 256 + d;
  const hex = (value: number) => `0x${value.toString(16)}`;
  const octal = (value: number) => `0${value.toString(8)}`;
  const group = (one: number, other: number) => (one * 256 + other).toString(16);
  return [
    address,
    String(whole),
    hex(whole),
    hex(whole).toUpperCase().replace("X", "x"),
    `0x00000000${whole.toString(16)}`,
    octal(whole),
    parts.map(hex).join("."),
    parts.map(octal).join("."),
    parts.map((part) => `00${octal(part)}`).join("."),
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${a}.${b}.${c * 256 + d}`,
    `${hex(a)}.${octal(b)}.${c}.${d}`,
    `${address}.`,
    `[::ffff:${address}]`,
    `[::${address}]`,
    `[0:0:0:0:0:FFFF:${group(a, b)}:${group(c, d)}]`,
    `[64:ff9b::${address}]`,
    `[2002:${group(a, b)}:${group(c, d)}::]`,
    address.replaceAll(".", "\u3002"),
    address.replaceAll(".", "\uff0e"),
    [...address].map((each) => (each === "." ? "." : String.fromCodePoint(0xff10 + Number(each)))).join(""),
    address.replaceAll(".", "%2e"),
    `%${address.charCodeAt(0).toString(16)}${address.slice(1)}`,
    `user@${address}`,
    `example.com@${address}`,
    `${address}#@example.com`,
    `${address}\\@example.com`,
  ];
}

describe("an address inside", () => {
  const roll = dice(11);
  const byte = () => String(roll(256));
  const inside = () =>
    [
      `127.${byte()}.${byte()}.${byte()}`,
      `10.${byte()}.${byte()}.${byte()}`,
      `192.168.${byte()}.${byte()}`,
      `172.${16 + roll(16)}.${byte()}.${byte()}`,
      `100.${64 + roll(64)}.${byte()}.${byte()}`,
      "169.254.169.254",
      `0.${byte()}.${byte()}.${byte()}`,
    ].filter((address) => address !== OPEN);
  const hosts = Array.from({ length: 6 }, inside).flat().flatMap(spellings);

  it("has many spellings", () => expect(new Set(hosts).size).toBeGreaterThanOrEqual(900));

  it.each(WAYS)("is not reached by %s in any of them, and not looked up", async (_, way) => {
    const asked: string[] = [];
    const call = way(async (host) => {
      asked.push(host);
      return [OPEN];
    });
    const before = { ...reached };
    for (const host of hosts) await expect(call(host), host).rejects.toBeInstanceOf(AppError);
    expect(asked).toEqual([]);
    expect(reached).toEqual(before);
  });
});
