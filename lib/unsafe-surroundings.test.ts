import { describe, expect, test } from "vitest";
import { AppError } from "./errors";
import { bound, demo, gcp, production, reasonsFor } from "./unsafe-configuration.test-kit";

describe("what the environment alone does not tell, and a server must not start with", () => {
  test.each([
    ["a superuser", { isSuperuser: true, bypassesRowSecurity: true, ownsTables: true }, [/superuser/]],
    ["a role past the policies", { bypassesRowSecurity: true }, [/bypass/]],
    ["an owner of tables", { ownsTables: true }, [/owns tables/]],
    ["both", { bypassesRowSecurity: true, ownsTables: true }, [/bypass/, /owns tables/]],
  ])("%s", async (_what, rights, reasons) => {
    const found = await reasonsFor(demo, { roleRights: async () => ({ ...bound, ...rights }) });
    expect(found).toHaveLength(reasons.length);
    for (const [at, reason] of reasons.entries()) expect(found[at]).toMatch(reason);
  });

  test("a database that does not answer, by its code and without its address", async () => {
    const error = Object.assign(new Error(`connect ECONNREFUSED ${production.DATABASE_URL}`), {
      code: "ECONNREFUSED",
    });
    const [reason, ...others] = await reasonsFor(production, { roleRights: () => Promise.reject(error) });
    expect(others).toEqual([]);
    expect(reason).toMatch(/^DATABASE_URL: .*\(ECONNREFUSED\)$/);
  });

  test("a key file that cannot be used", async () => {
    const readKeyFile = () => {
      throw new AppError("internal", "The vault's key file k does not exist.");
    };
    expect(await reasonsFor(production, { readKeyFile })).toEqual([
      "VAULT_KEY_FILE: The vault's key file k does not exist.",
    ]);
  });

  test("an old key's file and Google's credentials that cannot be used", async () => {
    const unusable = (file: string) => {
      throw new AppError("internal", `The file ${file} can be read by others.`);
    };
    const environment = { ...production, ...gcp, VAULT_OLD_KEYS: "/etc/old.key, arn:aws:kms:x" };
    expect(await reasonsFor(environment, { readKeyFile: unusable, readServiceAccount: unusable })).toEqual([
      "VAULT_OLD_KEYS: The file /etc/old.key can be read by others.",
      "GOOGLE_APPLICATION_CREDENTIALS: The file /etc/chittysync/vault.json can be read by others.",
    ]);
  });
});
