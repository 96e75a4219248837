import { Resolver } from "node:dns/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Store } from "../store";
import { DnsSandbox } from "./service";

const dns = new DnsSandbox(new Store(":memory:"));
const resolver = new Resolver({ timeout: 2000, tries: 1 });
let close: () => Promise<void>;

beforeAll(async () => {
  const opened = await dns.listen(0);
  close = opened.close;
  resolver.setServers([opened.server]);
});
afterAll(() => close());

test("tells the TXT records that were set, whatever the case of the name, and long ones in parts", async () => {
  const long = "x".repeat(300);
  dns.control("set-txt", { name: "_Chittysync.Example.com", values: ["one", long] });
  expect(await resolver.resolveTxt("_chittysync.example.COM")).toEqual([
    ["one"],
    [long.slice(0, 255), long.slice(255)],
  ]);
  dns.control("set-txt", { name: "_chittysync.example.com", values: [] });
  await expect(resolver.resolveTxt("_chittysync.example.com")).rejects.toMatchObject({ code: "ENOTFOUND" });
});

test("knows no other name and no other record", async () => {
  dns.control("set-txt", { name: "known.example", values: ["v"] });
  await expect(resolver.resolveTxt("unknown.example")).rejects.toMatchObject({ code: "ENOTFOUND" });
  await expect(resolver.resolve4("known.example")).rejects.toMatchObject({ code: "EREFUSED" });
});

test("refuses commands that make no sense", () => {
  expect(() => dns.control("set-a", {})).toThrow("no command");
  expect(() => dns.control("set-txt", { name: "x", values: "v" })).toThrow("values");
});
