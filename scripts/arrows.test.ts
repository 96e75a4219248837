import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkArrows, isBlind } from "./arrows.mjs";

const repository = path.resolve(import.meta.dirname, "..");

/** Files that break nothing, to be imported by those that do. */
const CLEAN = [
  "lib/errors.ts",
  "lib/engine/value.ts",
  "lib/connectors/connector.ts",
  "lib/connectors/registry.ts",
  "lib/connectors/notion/client.ts",
  "lib/db/rows.ts",
  "lib/db/generated/client.ts",
  "lib/sync/plan.ts",
  "lib/services/run.ts",
  "lib/auth/session.ts",
  "lib/vault/open.ts",
  "lib/format/date.ts",
  "lib/engine/testing/rows.ts",
  "inngest/registry.ts",
  "inngest/local/clock.ts",
  "sandbox/clock.ts",
  "components/ui/button.tsx",
];

/** One forbidden import each: [rule, file, what it imports]. */
const PLANTED: [rule: string, file: string, target: string][] = [
  ["engine-is-pure", "lib/engine/impure.ts", "node:crypto"],
  ["rules-judge-only", "lib/rules/curious.ts", "@/lib/db/rows"],
  ["connectors-know-only-the-engine", "lib/connectors/notion/nosy.ts", "@/lib/db/rows"],
  ["connectors-are-strangers", "lib/connectors/postgres/neighbour.ts", "@/lib/connectors/notion/client"],
  ["connectors-enter-by-registry", "lib/sync/direct.ts", "@/lib/connectors/notion/client"],
  ["only-db-touches-prisma", "lib/services/prisma.ts", "@/lib/db/generated/client"],
  ["only-db-touches-our-postgres", "lib/services/sql.ts", "pg"],
  ["only-egress-opens-sockets", "lib/services/socket.ts", "node:https"],
  ["only-vault-opens-secrets", "lib/db/secret.ts", "@/lib/vault/open"],
  ["ui-does-not-touch-data", "app/page.tsx", "@/lib/db/rows"],
  ["components-are-passive", "components/eager.tsx", "@/lib/services/run"],
  ["lib-does-not-look-up", "lib/format/upward.ts", "@/components/ui/button"],
  ["jobs-are-thin", "inngest/functions/thick.ts", "@/lib/db/rows"],
  ["only-the-route-serves-jobs", "app/other/route.ts", "@/inngest/registry"],
  ["runner-knows-no-product", "inngest/local/curious.ts", "@/lib/services/run"],
  ["product-never-imports-sandbox", "lib/services/fake.ts", "@/sandbox/clock"],
  ["sandbox-knows-no-product", "sandbox/cheat.ts", "@/lib/engine/value"],
  ["foundations-stay-low", "lib/db/high.ts", "@/lib/services/run"],
  ["services-send-events", "lib/services/impatient.ts", "@/lib/sync/plan"],
  ["sync-asks-no-permission", "lib/sync/polite.ts", "@/lib/auth/session"],
  ["format-is-pure", "lib/format/impure.ts", "@/lib/errors"],
  ["googleapis-per-api", "lib/egress/heavy.ts", "googleapis"],
  ["no-test-code-in-product", "lib/sync/testing.ts", "@/lib/engine/testing/rows"],
  ["nothing-missing", "lib/services/lost.ts", "@/lib/services/nowhere"],
];

let root: string;

beforeAll(() => {
  root = mkdtempSync(path.join(os.tmpdir(), "chittysync-arrows-"));
  for (const file of [".dependency-cruiser.cjs", "tsconfig.json", "package.json"])
    cpSync(path.join(repository, file), path.join(root, file));
  symlinkSync(path.join(repository, "node_modules"), path.join(root, "node_modules"), "junction");
  for (const file of CLEAN) put(file, "export const value = 1;\n");
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

function put(file: string, content: string): void {
  mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(root, file), content);
}

describe("the rules of .dependency-cruiser.cjs", () => {
  test("leave clean code alone", async () => {
    expect((await checkArrows(root)).violations).toEqual([]);
  }, 60_000);

  test("each fire on the import they forbid", async () => {
    for (const [, file, target] of PLANTED)
      put(file, `import * as it from ${JSON.stringify(target)};\nexport const use = it;\n`);
    put("lib/sync/ring-a.ts", `import { b } from "./ring-b";\nexport const a = () => b;\n`);
    put("lib/sync/ring-b.ts", `import { a } from "./ring-a";\nexport const b = () => a;\n`);
    const { violations } = await checkArrows(root);
    const found = violations.map(({ rule, from }) => `${rule} ${from}`);
    const expected = PLANTED.map(([rule, file]) => `${rule} ${file}`);
    expect(found).toEqual(expect.arrayContaining([...expected, "no-cycles lib/sync/ring-a.ts"]));
  }, 60_000);
});

test("a check that read too little is blind", () => {
  expect(isBlind({ read: 0, expected: 0 })).toBe(true);
  expect(isBlind({ read: 0, expected: 50 })).toBe(true);
  expect(isBlind({ read: 44, expected: 50 })).toBe(true);
  expect(isBlind({ read: 46, expected: 50 })).toBe(false);
});
