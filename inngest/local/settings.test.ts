import { expect, it } from "vitest";
import { settingsFrom } from "./settings";

const complete = {
  DATABASE_URL: "postgresql://app@db/app",
  INNGEST_SIGNING_KEY: `signkey-prod-${"ab".repeat(32)}`,
  INNGEST_EVENT_KEY: "0123456789",
  APP_URL: "http://127.0.0.1:3000",
};

it("prefers the runner's own database and port", () => {
  expect(settingsFrom(complete)).toMatchObject({
    databaseUrl: complete.DATABASE_URL,
    port: 8288,
    backoffScale: 1,
  });
  const own = { ...complete, RUNNER_DATABASE_URL: "postgresql://r@db/r", PORT: "3000", RUNNER_PORT: "0" };
  expect(settingsFrom(own)).toMatchObject({ databaseUrl: "postgresql://r@db/r", port: 0 });
});

it.each([
  ["DATABASE_URL", undefined],
  ["INNGEST_SIGNING_KEY", "signkey-prod-secret"],
  ["INNGEST_SIGNING_KEY", undefined],
  ["INNGEST_EVENT_KEY", ""],
  ["APP_URL", "ftp://app"],
  ["RUNNER_PORT", "70000"],
])("names %s when it is %j, and shows no value", (name, value) => {
  const start = () => settingsFrom({ ...complete, [name]: value });
  expect(start).toThrow(name);
  if (value) expect(start).not.toThrow(value);
});
