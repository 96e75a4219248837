import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "@playwright/test";
import { builtActions } from "../scripts/attack-matrix/build";
import { addressOf } from "../scripts/attack-matrix/doors";
import { type Canary, type Place, searchCanaries, searchLine } from "../scripts/canaries/search-canaries";
import { crawl } from "./support/crawl";
import { type Ready, readReady } from "./support/ready";
import { type Visitor, Visitors } from "./support/visitors";
import { test } from "./support/watched-test";

const READY_FILE = process.env.DEMO_READY_FILE ?? ".data/demo/ready.json";
const FOLDER = path.dirname(READY_FILE);

/** Every secret of the running demo that a test can know. */
function secretsOf(): Canary[] {
  const { sandbox, databaseUrl } = JSON.parse(readFileSync(READY_FILE, "utf8"));
  const folder = path.join(FOLDER, "keys");
  return [
    ...readdirSync(folder).map((name) => ({
      name,
      value: readFileSync(path.join(folder, name), "utf8").trim(),
    })),
    { name: "the Notion token", value: sandbox.notionToken },
    { name: "the Google token", value: sandbox.googleAccessToken },
    { name: "the database's password", value: decodeURIComponent(new URL(databaseUrl).password) },
  ].filter(({ value }) => typeof value === "string" && value.length >= 8);
}

/** What the build left that is served, or that serves. */
function builtFiles(): Place[] {
  return [".next/static", ".next/server"].flatMap((folder) => filesIn(folder));
}

const filesIn = (folder: string): Place[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((name) => ({ name, bytes: readFileSync(name) }));

/** What is given to actions that keep it sealed, or refuse it: each with a secret of its own. */
function plantedArguments(org: string): { canaries: Canary[]; calls: [action: string, args: unknown[]][] } {
  const plant = (name: string, value: string): string => {
    canaries.push({ name, value });
    return value;
  };
  const canaries: Canary[] = [];
  const random = () => randomBytes(24).toString("base64url");
  const [token, password] = [
    plant("a wrong Notion token", `ntn_${random()}`),
    plant("a wrong password", random()),
  ];
  const clientSecret = plant("an OIDC client secret", random());
  const draft = {
    name: "Canary",
    keyFile: "",
    by: "url",
    host: "",
    port: "",
    database: "",
    user: "",
    password: "",
    ca: "",
  };
  const url = `postgres://canary:${password}@127.0.0.1:1/none`;
  const config = { issuer: "http://127.0.0.1:1", clientId: "canary" };
  return {
    canaries,
    calls: [
      ["connections/actions.ts#connect", [org, { ...draft, kind: "notion", token, url: "" }]],
      ["connections/actions.ts#connect", [org, { ...draft, kind: "postgres", token: "", url }]],
      [
        "settings/sign-in/actions.ts#saveProvider",
        [org, { draft: "canary" }, { kind: "oidc", name: "C", config, clientSecret }],
      ],
    ],
  };
}

/** What the actions answer this visitor. */
async function actionAnswers(
  { url, org }: Ready,
  { name, headers }: Visitor,
  calls: readonly [action: string, args: unknown[]][],
): Promise<Place[]> {
  const actions = [...builtActions(process.cwd(), addressOf)];
  return Promise.all(
    calls.map(async ([action, args]) => {
      const [, built] = actions.find(([file]) => file.endsWith(action)) ?? [];
      if (!built) throw new Error(`the build has no action ${action}`);
      const response = await fetch(new URL(built.page.replace("{org}", org), url), {
        method: "POST",
        headers: {
          ...headers,
          origin: url,
          "next-action": built.id,
          "content-type": "text/plain;charset=UTF-8",
        },
        body: JSON.stringify(args),
        redirect: "manual",
      });
      const text = await response.text();
      return {
        name: `${action}, to ${name}`,
        bytes: Buffer.from(`${JSON.stringify([...response.headers])}\n${text}`),
      };
    }),
  );
}

/** Every GET of the API that can be asked with what the demo has. */
async function apiAddresses({ url, registries, connections }: Ready): Promise<string[]> {
  const { paths } = (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const ids = [
    ["/registries/{id}", registries[0]?.id],
    ["/connections/{id}", connections.postgres],
  ] as const;
  return Object.entries(paths).flatMap(([at, methods]) => {
    const [, id = "none"] = ids.find(([start]) => at.startsWith(start)) ?? [];
    return "get" in methods ? [`/api/v1${at.replace(/^\/api\/v1/, "").replace(/\{\w+\}/g, id)}`] : [];
  });
}

test("no secret is in what anybody is shown or answered, in the build, in logs, or in the database", async () => {
  const ready = readReady();
  const { url, org } = ready;
  const visitors = await Visitors.open(ready);
  try {
    const { canaries, calls } = plantedArguments(org);
    const places: Place[] = [];
    const kinds = new Map<string, readonly string[]>();
    for (const visitor of visitors.all) {
      const starts =
        visitor.name === "key"
          ? await apiAddresses(ready)
          : [`/${org}`, `/${org}/settings/members`, "/account", "/sign-in", "/nothing", "/api/v1/me"];
      // Scripts are everybody's: once is enough.
      const isFirst = visitor.name === "owner";
      const crawled = await crawl(url, visitor, starts, (kind) => isFirst || !kind.startsWith("/_next/"));
      kinds.set(visitor.name, crawled.kinds);
      places.push(...crawled.places);
      if (visitor.name !== "key") places.push(...(await actionAnswers(ready, visitor, calls)));
    }
    const answers = places.length;
    places.push(...builtFiles(), ...(await visitors.dump(org)));
    places.push(...filesIn(path.join(FOLDER, "logs")).filter(({ name }) => !name.includes("sandbox")));
    canaries.push(...secretsOf());
    for (const { name, secret } of visitors.all)
      if (secret !== "") canaries.push({ name: `the secret of ${name}`, value: secret });
    const search = searchCanaries(places, canaries);
    process.stdout.write(`${searchLine(search, { places: places.length, canaries: canaries.length })}\n`);
    expect(search.found).toEqual([]);
    expect(canaries.length).toBeGreaterThanOrEqual(17);
    expect(places.length - answers).toBeGreaterThan(100);
    const screens = (name: string) => kinds.get(name)?.filter((kind) => kind.startsWith("/ID")).length ?? 0;
    expect(screens("owner")).toBeGreaterThan(10);
    for (const role of ["admin", "editor", "approver", "viewer", "billing"])
      expect(screens(role), role).toBeGreaterThan(3);
    expect(kinds.get("key")?.length).toBeGreaterThan(10);
    expect(kinds.get("owner")?.filter((kind) => kind.endsWith(".js")).length).toBeGreaterThan(5);
    // The same search finds one that is there.
    places.push({ name: "a leak", bytes: Buffer.from(`<p>${canaries[0]?.value}</p>`) });
    expect(searchCanaries(places, canaries).found).toEqual([`${canaries[0]?.name}, as it is, in a leak`]);
  } finally {
    await visitors.close(ready);
  }
});
