import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "@playwright/test";
import { type Canary, type Place, searchCanaries, searchLine } from "../scripts/canaries/search-canaries";
import { test } from "./support/demo-test";
import { cookieOf, openDemo } from "./support/signed-in";

const READY_FILE = process.env.DEMO_READY_FILE ?? ".data/demo/ready.json";

/** Every secret of the running demo that a test can know. */
function secretsOf(session: string): Canary[] {
  const ready = JSON.parse(readFileSync(READY_FILE, "utf8"));
  const folder = path.join(path.dirname(READY_FILE), "keys");
  const { notionToken, googleAccessToken } = ready.sandbox;
  const secrets = [
    ...readdirSync(folder).map((name) => ({
      name,
      value: readFileSync(path.join(folder, name), "utf8").trim(),
    })),
    { name: "the API key", value: ready.apiKey },
    { name: "the Notion token", value: notionToken },
    { name: "the Google token", value: googleAccessToken },
    { name: "the database's password", value: decodeURIComponent(new URL(ready.databaseUrl).password) },
    { name: "the session", value: session },
  ];
  return secrets.filter(({ value }) => typeof value === "string" && value.length >= 8);
}

/** What the build left that is served, or that serves. */
function builtFiles(): Place[] {
  return [".next/static", ".next/server"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((name) => ({ name, bytes: readFileSync(name) })),
  );
}

/** One screen of each kind is enough: what differs between two rows is data. */
const kindOf = (address: string): string =>
  address
    .replace(/[a-z]{3}_[0-9a-z]{26}/g, "ID")
    .replace(/\/rows\/[^/?]+/, "/rows/ROW")
    .replace(/[?].*/, "");

test("no screen, as HTML or as data, no script, no header and nothing of the build holds a secret", async ({
  page,
  context,
  cities,
}) => {
  await openDemo(page);
  const cookie = await cookieOf(context);
  const session = (await context.cookies()).find(({ name }) => name.includes("session"))?.value ?? "";
  const { url, org } = cities.ready;
  const waiting = [`/${org}`, `/${org}/settings`, "/account", "/sign-in", "/nothing", "/api/v1/me"];
  const seen = new Set<string>();
  const places: Place[] = [];
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    if (seen.has(kindOf(address))) continue;
    seen.add(kindOf(address));
    for (const headers of address.startsWith("/_next/") ? [{}] : [{}, { rsc: "1" }]) {
      const response = await fetch(new URL(address, url), {
        headers: { cookie, ...headers },
        redirect: "manual",
      });
      const text = await response.text();
      const said = [...response.headers].filter(([name]) => name !== "set-cookie");
      places.push({ name: address, bytes: Buffer.from(`${JSON.stringify(said)}\n${text}`) });
      waiting.push(
        ...[...text.matchAll(/(?:href|src)="(\/[^"#]*)"/g)].map(([, to = ""]) => to.replaceAll("&amp;", "&")),
      );
    }
  }
  const screens = places.length;
  places.push(...builtFiles());
  const secrets = secretsOf(session);
  const search = searchCanaries(places, secrets);
  process.stdout.write(`${searchLine(search, places.length, secrets.length)}\n`);
  expect(search.found).toEqual([]);
  expect(places.length - screens).toBeGreaterThan(100);
  expect(secrets.length).toBeGreaterThanOrEqual(8);
  expect([...seen].filter((address) => address.startsWith(`/ID`)).length).toBeGreaterThan(10);
  expect([...seen].filter((address) => address.endsWith(".js")).length).toBeGreaterThan(5);
  // The same search finds one that is there.
  places.push({ name: "a leak", bytes: Buffer.from(`<p>${secrets[0]?.value}</p>`) });
  expect(searchCanaries(places, secrets).found).toHaveLength(1);
});
