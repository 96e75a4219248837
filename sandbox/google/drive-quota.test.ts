import { afterEach, beforeEach, expect, it } from "vitest";
import { type Bench, bench } from "./testing/bench";

let at: Bench;

beforeEach(async () => {
  at = await bench();
});
afterEach(() => at.close());

const account = (email: string): string =>
  at.control<{ accessToken: string }>("create-account", { email, scopes: ["drive"] }).accessToken;

const look = (token: string) => at.drive(token).about.get({ fields: "user" });

it("refuses the user who has spent the units of a minute, and the project when all have", async () => {
  const [ada, bea] = [account("ada@example.com"), account("bea@example.com")];
  at.control("set-limits", { driveUnitsPerUser: 10, driveUnitsPerProject: 15 });
  await look(ada);
  await look(ada);
  await expect(look(ada)).rejects.toMatchObject({
    code: 403,
    response: {
      data: { error: { errors: [{ domain: "usageLimits", reason: "userRateLimitExceeded" }] } },
    },
  });
  await look(bea);
  await expect(look(bea)).rejects.toMatchObject({
    code: 429,
    response: { data: { error: { errors: [{ domain: "usageLimits", reason: "rateLimitExceeded" }] } } },
  });
  at.clock.advance(60_000);
  expect((await look(ada)).status).toBe(200);
});

it("charges a list more than a look", async () => {
  const ada = account("ada@example.com");
  at.control("set-limits", { driveUnitsPerUser: 50 });
  await expect(at.drive(ada).files.list()).rejects.toMatchObject({ code: 403 });
  expect((await look(ada)).status).toBe(200);
});
