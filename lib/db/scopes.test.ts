import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

/**
 * What could be shared between organizations, or outlive a transaction, without the database's policies having a say.
 * The code is the proof, so these read it.
 */
const ROOT = path.resolve(import.meta.dirname, "../..");

interface Source {
  readonly file: string;
  readonly text: string;
}

const sourcesIn = (...folders: readonly string[]): Source[] =>
  folders.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /[.]tsx?$/.test(file) && !/[.](test|test-kit)[.]tsx?$/.test(file))
      .map((file) => `${folder}/${file.split(path.sep).join("/")}`)
      .filter((file) => !/\/(generated|testing)\//.test(file))
      .map((file) => ({ file, text: readFileSync(path.join(ROOT, file), "utf8") })),
  );

const product = sourcesIn("app", "components", "lib", "inngest");
const ours = sourcesIn("lib/db", "lib/ledger", "inngest/local");

/** `file: what was found` of every place that matches. */
const places = (sources: readonly Source[], pattern: RegExp): string[] =>
  sources.flatMap(({ file, text }) =>
    [...text.matchAll(pattern)].map(([found]) => `${file}: ${found.trim()}`),
  );

test("there is source to read", () => {
  expect(product.length).toBeGreaterThan(400);
  expect(ours.length).toBeGreaterThan(60);
});

test("no cache of the framework is used, whose key would have to name the organization", () => {
  expect(
    places(product, /unstable_cache|["']use cache|cacheLife|cacheTag|revalidateTag|force-cache/g),
  ).toEqual([]);
  // React's cache lasts for one request, and so for one caller.
  expect(places(product, /^import \{[^}]*\bcache\b[^}]*\} from "react"/gm)).toEqual([
    'app/(dashboard)/[org]/_session/attention.ts: import { cache } from "react"',
    'app/(dashboard)/[org]/_session/registry.ts: import { cache } from "react"',
    'lib/auth/request-caller.ts: import { cache } from "react"',
  ]);
});

test("what a process remembers between requests is nobody's data", () => {
  const kept = places(
    product,
    /^(?:const|let) \w+(?::[^=\n]+)? = new (?:Map|WeakMap|Set)(?:<[^\n]*>)?\(\);/gm,
  );
  expect(kept.map((place) => place.replace(/ = .*/, "")).sort()).toEqual(REMEMBERED);
  const files = places(product, /= globalThis as/g).map((place) => place.replace(/:.*/, ""));
  expect(files.sort()).toEqual(SHARED);
});

const REMEMBERED: readonly string[] = [
  // By the expression's text.
  "inngest/local/expression.ts: const compiled",
  // Ids of keys.
  "lib/auth/api-key.ts: const noting",
  // By the text of a number format: what it says of any number.
  "lib/connectors/google-sheets/number-format.ts: const known",
  // By the name of a locale.
  "lib/connectors/google-sheets/region.ts: const points",
  // By the name of a time zone.
  "lib/connectors/google-sheets/serial-date.ts: const clocks",
  // The pretended system of tests: no connection of the product is of its kind.
  "lib/connectors/memory/store.ts: const stores",
  // By address: calls that nobody was found for.
  "lib/http/rate-limit.ts: const emptied",
  // By the hash of all that was compiled.
  "lib/rules/compile-rules.ts: const kept",
  // Always empty.
  "lib/services/runs/find-put-back.ts: const NOTHING: PutBack",
];

/** What all copies of a module in one process share. */
const SHARED: readonly string[] = [
  // A word by chance, by which the server hands on a peer's address.
  "lib/auth/client-address.ts",
  // Pools, whose transactions say whose they are.
  "lib/db/control.ts",
  "lib/db/row-store.ts",
  // Keyed hashes.
  "lib/known-secrets.ts",
  // By connection, and by the refresh token: what a provider gives only once.
  "lib/reach/renew-access.ts",
  // That it was done.
  "lib/scrub-output.ts",
];

describe("locks of Postgres", () => {
  test("are taken in one place, whose key holds the organization, or the person; the runner has its own", () => {
    const locks = places(product, /pg_(?:try_)?advisory\w*\([^\n]*/g);
    expect(locks.map((lock) => lock.split(": ")[0])).toEqual([
      "lib/db/turns.ts",
      "lib/db/turns.ts",
      "lib/db/turns.ts",
      "lib/db/turns.ts",
      "inngest/local/store.ts",
    ]);
    const [ofOrganization, ofPerson, ...others] = locks.slice(0, 4);
    expect(ofPerson).toMatch(/\|\| ' of person ' \|\| \$\{personId\}/);
    for (const lock of [ofOrganization, ...others])
      expect(lock).toContain("|| ' of ' || current_setting('app.org')");
  });
});

describe("a connection that is lent for one transaction at a time", () => {
  test("is never given a setting, a lock, a statement or a table that outlives it", () => {
    const lasting =
      /set_config\([^)]*,\s*false\)|pg_(?:try_)?advisory_lock|\blisten\s+\w|\bunlisten\b|\bprepare\s+\w+\s+as\b|\bset\s+(?:session|role)\b|with\s+hold|\bdiscard\b/gi;
    expect(places(ours, lasting)).toEqual([]);
    const tables = ours.flatMap(({ file, text }) =>
      [...text.matchAll(/create temp\w* table [^\n]*/gi)].map(([found]) => ({ file, found })),
    );
    expect(tables.length).toBeGreaterThan(3);
    expect(tables.filter(({ found }) => !/on commit drop/.test(found))).toEqual([]);
  });

  test("is given no statement by name", () => {
    expect(places(ours, /\.query\(\{[^}]*\bname\b/g)).toEqual([]);
    expect(places(ours, /statementNameGenerator/g)).toEqual([]);
  });
});

describe("what names a call, a repetition or a job", () => {
  const textOf = (file: string): string => readFileSync(path.join(ROOT, file), "utf8");

  test("buckets of calls are an organization's or a session's, or a network's and a mailbox's before one is known", () => {
    const subjects = places([{ file: "", text: textOf("lib/http/rate-limit.ts") }], /\["(\w+)", [^\]]*\]/g);
    // As they stand, without the signs of a template.
    expect(subjects.map((subject) => subject.slice(2).replace(/[`${}]/g, ""))).toEqual([
      '["key", organizationId actor.ref]',
      '["address", networkOf(address)]',
      '["organization", organizationId]',
      '["failures", whose]',
      '["actions", session]',
      '["actionsFrom", from]',
      '["actionsWithin", organizationId]',
      '["exports", organizationId]',
      '["links", email.trim().toLowerCase()]',
      '["linksAsked", networkOf(address)]',
      '["waysBegun", address === null ? "unknown" : networkOf(address)]',
      '["waysAnswered", address === null ? "unknown" : networkOf(address)]',
    ]);
  });

  test("repetitions are told apart by organization and by who asks", () => {
    expect(textOf("lib/http/idempotency.ts")).toMatch(/`\$\{caller[.]actor[.]ref\}:\$\{key\}`/);
    expect(textOf("prisma/schema.prisma")).toContain("@@id([organizationId, key])\n  @@index([createdAt])");
  });

  test("every event carries the organization of what it is about", () => {
    const events = [
      ...textOf("inngest/events.ts").matchAll(/eventType\("([^"]+)", \{\s*schema: z\.object\(([^)]*)/g),
    ];
    expect(events.length).toBeGreaterThan(0);
    expect(
      events.filter(([, , shape]) => !shape?.includes("organizationId")).map(([, name]) => name),
    ).toEqual([]);
  });

  test("ids are made by chance or time, never counted, so that none tells how many there are", () => {
    const counted =
      /\b(?:big)?serial\b|generated \w+(?: \w+)* as identity|autoincrement\(\)|create sequence/gi;
    const migrations = readdirSync(path.join(ROOT, "prisma/migrations"), {
      recursive: true,
      encoding: "utf8",
    })
      .filter((file) => file.endsWith(".sql"))
      .map((file) => ({ file, text: textOf(`prisma/migrations/${file}`) }));
    const found = places([...migrations, { file: "schema", text: textOf("prisma/schema.prisma") }], counted);
    // The runner's own, which no answer shows.
    expect(found.filter((place) => !place.startsWith("20261123100300_jobs/"))).toEqual([]);
  });
});
