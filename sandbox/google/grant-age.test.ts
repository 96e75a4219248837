import { afterEach, beforeEach, expect, it } from "vitest";
import { Clock } from "../clock";
import { Store } from "../store";
import { type Bench, bench } from "./testing/bench";

const DAY = 86_400_000;

let at: Bench;
let clock: Clock;
let store: Store;

beforeEach(async () => {
  clock = new Clock();
  store = new Store(":memory:");
  at = await bench({ clock, store });
});
afterEach(() => at.close());

const consent = (email = "ada@example.com", scopes = ["spreadsheets"]) =>
  at.control<{ accessToken: string; refreshToken: string }>("create-account", { email, scopes });

const refresh = (refreshToken: string) => at.auth({ refreshToken }).getAccessToken();

const REVOKED = {
  message: "invalid_grant",
  response: {
    status: 400,
    data: { error: "invalid_grant", error_description: "Token has been expired or revoked." },
  },
};

it("ends a refresh token a week after consent while the consent screen is in testing", async () => {
  at.control("set-consent-screen", { status: "testing" });
  const { refreshToken } = consent();
  const onlyWho = consent("bea@example.com", ["openid", "email"]).refreshToken;
  clock.advance(6 * DAY);
  await refresh(refreshToken);
  await at.close();
  at = await bench({ clock, store });
  clock.advance(DAY);
  await expect(refresh(refreshToken)).rejects.toMatchObject(REVOKED);
  await refresh(onlyWho);
  at.control("set-consent-screen", { status: "production" });
  const later = consent().refreshToken;
  clock.advance(8 * DAY);
  await refresh(later);
  expect(() => at.control("set-consent-screen", { status: "open" })).toThrow("testing or production");
});

it("ends a refresh token that nobody used for six months, counted from its last use", async () => {
  const [used, unused] = [consent().refreshToken, consent().refreshToken];
  clock.advance(100 * DAY);
  await refresh(used);
  clock.advance(100 * DAY);
  await refresh(used);
  await expect(refresh(unused)).rejects.toMatchObject(REVOKED);
});

it("ends the oldest of more than a hundred, and says nothing", async () => {
  const first = consent().refreshToken;
  clock.advance(1);
  const second = consent().refreshToken;
  for (let n = 2; n < 101; n++) {
    clock.advance(1);
    consent();
  }
  await expect(refresh(first)).rejects.toMatchObject(REVOKED);
  await refresh(second);
});

it("ends with a new password what may read mail, and nothing else", async () => {
  const sheets = consent().refreshToken;
  const mail = consent("ada@example.com", ["https://mail.google.com/"]).refreshToken;
  expect(at.control("change-password", { email: "ada@example.com" })).toEqual({ ended: 1 });
  await refresh(sheets);
  await expect(refresh(mail)).rejects.toMatchObject(REVOKED);
});
