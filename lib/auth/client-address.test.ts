import { createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { forgetEnv } from "@/lib/env";
import { clientAddressOf, networkOf, tellPeers } from "./client-address";

beforeAll(tellPeers);

beforeEach(() => {
  Object.assign(process.env, {
    DATABASE_URL: "postgres://app@127.0.0.1:1/none",
    APP_URL: "https://app.example.com",
    APP_SECRET: "s".repeat(32),
    VAULT_KEY_FILE: "none",
  });
  forgetEnv();
});

afterEach(() => {
  delete process.env.TRUSTED_PROXIES;
  forgetEnv();
});

/** What a real server takes for the client's address of a call with these headers from 127.0.0.1. */
async function seen(headers: Record<string, string> = {}): Promise<string | null> {
  let address: string | null = "";
  const server = createServer((incoming, response) => {
    address = clientAddressOf(new Headers(incoming.headers as Record<string, string>));
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve, reject) => {
    send({ port, host: "127.0.0.1", headers, agent: false }, (answer) => answer.resume().on("end", resolve))
      .on("error", reject)
      .end();
  });
  await new Promise((resolve) => server.close(resolve));
  return address;
}

const trust = (proxies: string): void => {
  process.env.TRUSTED_PROXIES = proxies;
  forgetEnv();
};

describe("the client's address", () => {
  test("is the socket's, whatever the headers say", async () => {
    expect(await seen()).toBe("127.0.0.1");
    const claims = [
      "x-forwarded-for",
      "x-real-ip",
      "cf-connecting-ip",
      "true-client-ip",
      "x-chittysync-peer",
    ];
    for (const name of claims) expect(await seen({ [name]: "9.9.9.9" }), name).toBe("127.0.0.1");
    expect(await seen({ forwarded: "for=9.9.9.9" })).toBe("127.0.0.1");
  });

  test.each([
    ["127.0.0.0/8", "9.9.9.9", "9.9.9.9"],
    ["127.0.0.0/8", "6.6.6.6, 9.9.9.9", "9.9.9.9"],
    ["127.0.0.0/8,10.0.0.0/8", "6.6.6.6, 9.9.9.9, 10.0.0.2", "9.9.9.9"],
    ["127.0.0.0/8,10.0.0.0/8", "10.0.0.3, 10.0.0.2", "10.0.0.3"],
    ["127.0.0.0/8", "::ffff:9.9.9.9", "9.9.9.9"],
    ["127.0.0.0/8", "9.9.9.9:4711", "9.9.9.9"],
    ["127.0.0.0/8", "[2001:DB8::1]:4711", "2001:db8::1"],
    ["127.0.0.0/8", "6.6.6.6, unknown", "127.0.0.1"],
    ["127.0.0.0/8", "", "127.0.0.1"],
    ["10.0.0.0/8", "9.9.9.9", "127.0.0.1"],
    ["not an address", "9.9.9.9", "127.0.0.1"],
  ])("through proxies in %s with %j is %s", async (proxies, forwarded, address) => {
    trust(proxies);
    expect(await seen({ "x-forwarded-for": forwarded })).toBe(address);
  });

  test("is unknown where no server told, even if the client says otherwise", () => {
    trust("127.0.0.0/8");
    const headers = { "x-chittysync-peer": "word 127.0.0.1", "x-forwarded-for": "9.9.9.9" };
    expect(clientAddressOf(new Headers(headers))).toBeNull();
  });
});

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:db8::9", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
])("%s is counted as %s", (address, network) => expect(networkOf(address)).toBe(network));
