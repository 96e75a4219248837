import { describe, expect, test } from "vitest";
import { AppError } from "./errors";
import { bound, demo, gcp, production, reasonsFor, SECRET } from "./unsafe-configuration.test-kit";

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

const at = (host: string, parameters = "") =>
  reasonsFor({ ...production, DATABASE_URL: `postgres://app:${SECRET}@${host}/chittysync${parameters}` });

describe("the way to our own database", () => {
  test.each([
    ["no mode", ""],
    ["disable", "?sslmode=disable"],
    ["allow", "?sslmode=allow"],
    ["prefer", "?sslmode=prefer"],
    ["no proof", "?sslmode=no-verify"],
    ["no proof, as libpq has it", "?sslmode=require&uselibpqcompat=true"],
    ["a mode that another one takes back", "?sslmode=verify-full&sslmode=disable"],
  ])("must not be read by others: %s", async (_what, parameters) => {
    for (const host of ["db.example.com", "10.30.0.7", "[fd00::7]"])
      expect(await at(host, parameters), host).toEqual([
        expect.stringMatching(/^DATABASE_URL: must say sslmode=verify-full/),
      ]);
  });

  test("must not be read by others where a parameter leads away from this machine", async () => {
    expect(await at("127.0.0.1", "?host=db.example.com")).toHaveLength(1);
  });

  test.each(["require", "verify-ca", "verify-full"])("is proven with %s", async (mode) => {
    expect(await at("db.example.com", `?sslmode=${mode}`)).toEqual([]);
  });

  test.each([
    ["127.0.0.1:5432", ""],
    ["localhost", ""],
    ["[::1]", "?sslmode=disable"],
    ["%2Fvar%2Frun%2Fpostgresql", ""],
    ["%2fvar%2frun%2fpostgresql", ""],
    ["localhost", "?host=/var/run/postgresql"],
  ])("may be open on this machine: %s%s", async (host, parameters) => {
    expect(await at(host, parameters)).toEqual([]);
  });
});
