import { writeFileSync } from "node:fs";
import path from "node:path";
import { sessionCookie } from "@/lib/auth/session-cookie";
import { ORGANIZATION_HEADER } from "@/lib/http/caller";
import type { Server } from "./attack-matrix/ask";
import { attack, type Finding, labelOf } from "./attack-matrix/attack";
import { builtActions, withoutProxy } from "./attack-matrix/build";
import { askInShapes, shapeNames } from "./attack-matrix/bypass";
import { type Cell, cellsOf } from "./attack-matrix/cells";
import { changedTables, checksums } from "./attack-matrix/checksums";
import { chooseCells } from "./attack-matrix/choose-cells";
import { addressOf, doorsIn } from "./attack-matrix/doors";
import { type Ground, openGround } from "./attack-matrix/environment";
import { type AttackOptions, readOptions } from "./attack-matrix/options";
import { askFromOtherSites } from "./attack-matrix/other-sites";
import { openPlace, type Place } from "./attack-matrix/place";
import { startApp } from "./attack-matrix/server";
import { type Template, templateOf } from "./attack-matrix/template";
import { tooFew } from "./attack-matrix/too-few";
import { unsafeStarts } from "./attack-matrix/unsafe-starts";
import { buildApp } from "./demo/build.mjs";
import { runScript } from "./plain-error.mjs";
import { withClient } from "./postgres/roles.mjs";

const root = path.resolve(import.meta.dirname, "..");

/** Of a sample, one door in so many is also asked in other shapes and from other sites. */
const SAMPLE_STEP = 20;

/**
 * The attack matrix: every page, route handler and server action that the file system has, with every id that it takes,
 * asked by everybody who has no business with it, over a production server. Each answer must be that to an id that
 * nothing has, and the database must stay as it was. Then the same from other sites, in shapes that go around a proxy,
 * and over a build without proxy.ts. Exit code 1 where something differs.
 */
runScript(async () => {
  const options = readOptions(process.argv.slice(2));
  const { PATH, HOME, TMPDIR } = process.env;
  const forBuild = { PATH, HOME, TMPDIR, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  await buildApp({ root, environment: forBuild, signal: undefined });
  const ground = await openGround(root);
  try {
    return await runMatrix(ground, options);
  } finally {
    await ground.close();
  }
});

async function runMatrix(ground: Ground, options: AttackOptions): Promise<number> {
  const { ownAdminUrl: adminUrl, customerUrl } = ground;
  const place = await openPlace({ adminUrl, customerUrl });
  const templates = doorsIn(root).map(templateOf);
  const cells = chosen(cellsOf(templates, place), options);
  const before = await sums(adminUrl);
  const isWhole = options.only === null && options.sample === null;
  const findings = [...(options.only === null ? await unsafeStarts(root, ground) : [])];
  const some = options.sample ? templates.filter((_, at) => at % SAMPLE_STEP === 0) : templates;
  const first = await withServer(root, ground, (server) =>
    askAll({ server, place, adminUrl }, cells, some, options),
  );
  findings.push(...first.findings);
  let asked = first.asked;
  if (isWhole) findings.push(...tooFew(first.asked));
  if (options.only === null) {
    const bare = await withServer(withoutProxy(root), ground, (server) =>
      askAll({ server, place, adminUrl }, cells.filter(isProxied), some, options),
    );
    asked += bare.asked;
    findings.push(...bare.findings, ...otherStatuses(first.statuses, bare.statuses));
  }
  const changed = changedTables(before, await sums(adminUrl));
  for (const table of changed) findings.push({ label: table, what: "was changed" });
  return tell(findings, { asked, doors: templates.length, changed: changed.length }, options);
}

interface Asking {
  readonly server: Server;
  readonly place: Place;
  readonly adminUrl: string;
}

interface Asked {
  readonly asked: number;
  readonly findings: readonly Finding[];
  readonly statuses: ReadonlyMap<string, number>;
}

async function askAll(
  { server, place, adminUrl }: Asking,
  cells: readonly Cell[],
  templates: readonly Template[],
  options: AttackOptions,
): Promise<Asked> {
  const clearCounts = () =>
    withClient(adminUrl, (client: { query(text: string): Promise<unknown> }) =>
      // Waits for who is counting just then; a delete, which takes rows in another order, would stop one of both.
      client.query("truncate public.rate_bucket"),
    );
  const onProgress = (done: number) => console.error(`${done} of ${cells.length} cells`);
  const matrix = await attack(cells, { server, place, width: options.width, clearCounts, onProgress });
  if (options.only !== null) return matrix;
  const sites = await askFromOtherSites(templates, { server, place });
  const shapes = await askInShapes(templates, { server, place });
  console.error(
    `${matrix.asked} cells, ${sites.asked} from other sites, ${shapes.statuses.size} in ${shapeNames.length} shapes`,
  );
  return {
    asked: matrix.asked + sites.asked + shapes.statuses.size,
    findings: [...matrix.findings, ...sites.findings, ...shapes.findings],
    statuses: new Map([...matrix.statuses, ...shapes.statuses]),
  };
}

/** Requests that proxy.ts would have seen: it is not asked about the API. */
const isProxied = ({ template: { door }, attack: kind }: Cell): boolean =>
  door.kind === "page" || (door.kind === "action" && /^(foreign|deleted) /.test(kind));

function chosen(cells: readonly Cell[], { only, sample }: AttackOptions): readonly Cell[] {
  const named = only === null ? cells : cells.filter((cell) => labelOf(cell).includes(only));
  return sample ? chooseCells(named, sample, labelOf) : named;
}

async function withServer<T>(
  folder: string,
  { environment }: Ground,
  work: (server: Server) => Promise<T>,
): Promise<T> {
  const appUrl = environment.APP_URL ?? "";
  const port = Number(new URL(appUrl).port);
  const app = await startApp(folder, environment, port);
  try {
    const actions = builtActions(root, (page) => addressOf(`${page}.tsx`));
    return await work({
      port,
      appUrl,
      cookie: sessionCookie(appUrl).name,
      organization: ORGANIZATION_HEADER,
      actions,
      logOf: app.logOf,
    });
  } finally {
    await app.stop();
  }
}

/** What the proxy's absence changed. */
const otherStatuses = (one: Asked["statuses"], other: Asked["statuses"]): Finding[] =>
  [...other].flatMap(([label, status]) =>
    one.get(label) === status ? [] : [{ label, what: `${one.get(label)}, and ${status} without proxy.ts` }],
  );

const sums = (adminUrl: string): Promise<Map<string, string>> => withClient(adminUrl, checksums);

function tell(
  findings: readonly Finding[],
  { asked, doors, changed }: { readonly asked: number; readonly doors: number; readonly changed: number },
  { report }: AttackOptions,
): number {
  for (const { label, what } of findings) {
    console.log(`FINDING ${label}: ${what}`);
    console.log(`  replay: npm run attack-matrix -- --only ${JSON.stringify(label)}`);
  }
  const numFailedTests = findings.length;
  const numPassedTests = Math.max(0, asked - numFailedTests);
  if (report !== undefined)
    writeFileSync(
      report,
      JSON.stringify({ numPassedTests: Math.min(numPassedTests, 1), numFailedTests, numPendingTests: 0 }),
    );
  const database = changed === 0 ? "database unchanged" : `${changed} tables changed`;
  console.log(`attack matrix: ${doors} doors, ${asked} cells, ${findings.length} differ, ${database}`);
  return findings.length > 0 ? 1 : 0;
}
