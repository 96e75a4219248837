import { beforeEach, expect, test, vi } from "vitest";

const asker = { signedIn: true, own: { personId: "p" } as { personId: string } | null };

vi.mock("@/lib/auth/request-caller", () => ({
  signedIn: async () => (asker.signedIn ? {} : null),
  ownPerson: async () => asker.own,
}));
vi.mock("@/lib/http/admit-action", () => ({ admitAction: async () => {} }));
vi.mock("@/lib/http/shown-error", () => ({ shownError: (thrown: unknown) => thrown }));
vi.mock("next/headers", () => ({ cookies: async () => ({ get: () => ({ value: "t" }) }) }));
vi.mock("@/lib/env", () => ({ env: () => ({ APP_URL: "http://127.0.0.1:3000" }) }));
vi.mock("next/navigation", () => ({
  redirect: (to: string) => {
    throw new Error(`to ${to}`);
  },
}));

const { answerPerson } = await import("./answer-person");
const { requestAccount } = await import("./request-account");

const work = vi.fn(async () => "/done");

beforeEach(() => {
  work.mockClear();
  Object.assign(asker, { signedIn: true, own: { personId: "p" } });
});

test("who came by a way of his own does it", async () => {
  await expect(answerPerson(work)).rejects.toThrow("to /done");
  expect(work).toHaveBeenCalledWith("p");
  expect(await requestAccount()).toEqual({ personId: "p", token: "t" });
});

test("a company's session accepts, makes and reads nothing of the person's own", async () => {
  asker.own = null;
  expect((await answerPerson(work)).problem?.message).toBe("A company's sign-in opens that company alone.");
  expect(work).not.toHaveBeenCalled();
  expect(await requestAccount()).toBeNull();
});

test("nobody is sent to sign in", async () => {
  Object.assign(asker, { signedIn: false, own: null });
  await expect(answerPerson(work)).rejects.toThrow("to /sign-in");
  await expect(requestAccount()).rejects.toThrow("to /sign-in?callbackUrl=/account");
});
