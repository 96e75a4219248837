import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { log } from "@/lib/log";
import { searchCanaries, searchLine } from "./search-canaries";
import { openIdClient, samlKey } from "./testing/company";
import { type Installation, openInstallation } from "./testing/installation";
import { channels, connect, crawl, libraryErrors, people, sync } from "./testing/life";
import { seeDatabases } from "./testing/traces";

let installation: Installation;
const logged: string[] = [];

beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream) as (...all: unknown[]) => boolean;
    vi.spyOn(stream, "write").mockImplementation((chunk, ...rest) => {
      logged.push(String(chunk));
      return stream === process.stderr ? true : write(chunk, ...rest);
    });
  }
  installation = await openInstallation();
});

afterAll(async () => {
  await installation.close();
  vi.restoreAllMocks();
});

test("no secret of a life with failures is found outside of the vault", async () => {
  const { flock, harness } = installation;
  const { canaries, places } = flock;
  await connect(installation);
  await people(installation);
  await channels(installation);
  await openIdClient(installation);
  await samlKey(installation);
  const registry = await sync(installation);
  await libraryErrors(installation);
  await crawl(installation, registry);
  log("error", "canary.all", { error: flock.errorOfAll(), facts: flock.carriers });
  await seeDatabases(installation);
  flock.see("log", logged.join(""));
  flock.see("the runner's log", harness.logged.join("\n"));
  flock.see("the job server's traffic", JSON.stringify(harness.app.exchanges));
  const search = searchCanaries(places, canaries);
  process.stdout.write(`${searchLine(search, { places: places.length, canaries: canaries.length })}\n`);
  expect(search.found).toEqual([]);
  expect(canaries.length).toBeGreaterThanOrEqual(16);
  // The access token is Google's own to make: there is none of its form either.
  for (const { name, bytes } of places.filter((each) => !/^wal/.test(each.name)))
    expect(/ya29\.[\w-]{8}/.exec(bytes.toString("latin1"))?.index ?? -1, name).toBe(-1);
  // Each kind of place was there and says something.
  for (const name of ["ours credential", "log", "the job server's traffic", "runner jobs.step", "GET /me"])
    expect(places.find((each) => each.name === name)?.bytes.length, name).toBeGreaterThan(100);
  expect(logged.join("")).toContain("job.crash");
});

test("one that our database keeps as it is would be found, in its table and in the log that is written ahead", async () => {
  const { flock, world } = installation;
  const before = flock.places.length;
  await world.ours("update connection set problem = $1", [`refused: ${flock.valueOf("Notion token")}`]);
  await seeDatabases(installation);
  const { found } = searchCanaries(flock.places.slice(before), flock.canaries);
  expect(found).toContain("Notion token, as it is, in ours connection");
  expect(found.join()).toMatch(/Notion token, as it is, in wal/);
});

test("one that leaks is found, wherever and however", () => {
  const { canaries } = installation.flock;
  for (const { name, value } of canaries)
    for (const leaked of [
      value,
      encodeURIComponent(value),
      JSON.stringify(value),
      Buffer.from(value).toString("hex"),
      ...["", "x", "xy"].map((before) => Buffer.from(`${before}${value} and more`).toString("base64")),
    ]) {
      const leak = { name: "a leak", bytes: Buffer.from(`before ${leaked} after`) };
      expect(searchCanaries([leak], canaries).found.join(), name).toContain(name);
    }
});
