import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { addressPolicy, isPlainHost } from "./address";

const REFUSED = [
  "0.0.0.0",
  "0.1.2.3",
  "10.0.0.1",
  "100.64.0.1",
  "100.127.255.255",
  "127.0.0.1",
  "127.255.255.254",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.8",
  "192.0.2.1",
  "192.88.99.1",
  "192.168.1.1",
  "198.18.0.1",
  "198.19.255.255",
  "198.51.100.7",
  "203.0.113.7",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::7f00:1",
  "::127.0.0.1",
  "::ffff:127.0.0.1",
  "::ffff:7f00:1",
  "::ffff:8.8.8.8",
  "64:ff9b::7f00:1",
  "64:ff9b:1::1",
  "100::1",
  "2001::1",
  "2001:db8::1",
  "2002:7f00:1::",
  "3fff::1",
  "5f00::1",
  "fc00::1",
  "fd00::1",
  "fe80::1",
  "fe80::1%eth0",
  "fec0::1",
  "ff02::1",
  "2606:4700::1%1",
  "example.com",
  "2130706433",
  "",
];

const PUBLIC = [
  "1.1.1.1",
  "8.8.8.8",
  "100.63.255.255",
  "172.15.0.1",
  "172.32.0.1",
  "2606:4700::1",
  "2a00:1450::5",
];

describe("addressPolicy", () => {
  it.each(REFUSED)("refuses %s", (address) => {
    expect(addressPolicy([]).admit(address)).toBeNull();
  });

  it.each(PUBLIC)("admits %s", (address) => {
    expect(addressPolicy([]).admit(address)).toBe("public");
  });

  it("admits what the operator lists, and only that", () => {
    const policy = addressPolicy(["127.0.0.1", "10.20.0.0/16", "fd00:1::/64"]);
    expect(policy.admit("127.0.0.1")).toBe("allow-listed");
    expect(policy.admit("127.0.0.2")).toBeNull();
    expect(policy.admit("10.20.255.1")).toBe("allow-listed");
    expect(policy.admit("10.21.0.1")).toBeNull();
    expect(policy.admit("::ffff:10.20.0.1")).toBe("allow-listed");
    expect(policy.admit("::ffff:10.21.0.1")).toBeNull();
    expect(policy.admit("fd00:1::5")).toBe("allow-listed");
    expect(policy.admit("fd00:2::5")).toBeNull();
    expect(policy.admit("8.8.8.8")).toBe("public");
  });

  it("does not let a range of one family open the other", () => {
    expect(addressPolicy(["::/0"]).admit("127.0.0.1")).toBeNull();
    expect(addressPolicy(["0.0.0.0/0"]).admit("::1")).toBeNull();
  });

  it.each(["", "localhost", "10.0.0.0/33", "10.0.0.0/8/8", "10.0.0.0/x", "::/129", "10.0.0"])(
    "refuses the exception %s",
    (range) => {
      expect(() => addressPolicy([range])).toThrow(AppError);
    },
  );
});

describe("isPlainHost", () => {
  it.each([
    "db.example.com",
    "localhost",
    "a_b.example",
    "xn--bcher-kva.example",
    "10.0.0.1",
    "::1",
    "3com.com",
  ])("takes %s", (host) => expect(isPlainHost(host)).toBe(true));

  it.each([
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "127.1",
    "127.0.1",
    "0",
    "1.2.3.4.5",
    "example.0x7f",
    "example.1",
    "localhost.",
    ".example.com",
    "a..b",
    "-a.example",
    "a b",
    "a/b",
    "/var/run/postgresql",
    "a%2fb",
    "a,b",
    "fe80::1%eth0",
    "[::1]",
    "bücher.example",
    "a\u0000b",
    "",
    `${"a".repeat(64)}.example`,
    `${"a.".repeat(127)}example`,
  ])("refuses %s", (host) => expect(isPlainHost(host)).toBe(false));
});
