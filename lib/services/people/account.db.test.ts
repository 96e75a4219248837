import { afterAll, beforeAll, expect, test } from "vitest";
import { findSignedIn, openSession } from "@/lib/auth/session";
import { type ControlPlane, openControlPlane } from "@/lib/db/control-plane.test-kit";
import { personWithEmail } from "@/lib/db/resolve";
import { newUuid } from "@/lib/ids";
import { endOtherSessions, endSession, listSessions, renamePerson } from "./account";

let plane: ControlPlane;

beforeAll(async () => {
  plane = await openControlPlane();
});
afterAll(() => plane.close());

const person = (email: string) => personWithEmail(newUuid(), email, "Before");

test("a person sees the own sessions, ends one, and all but this one", async () => {
  const personId = await person("ada@example.com");
  const stranger = { personId: await person("eve@example.com"), token: "x" };
  const [token, second, third] = [
    await openSession(personId, new Date()),
    await openSession(personId, new Date()),
    await openSession(personId, new Date()),
  ];
  const account = { personId, token };
  const sessions = await listSessions(account);
  expect(sessions).toHaveLength(3);
  expect(sessions.filter(({ isThis }) => isThis)).toHaveLength(1);
  const [one] = (await listSessions({ personId, token: second })).filter(({ isThis }) => isThis);
  await expect(endSession(stranger, one?.id ?? "")).rejects.toMatchObject({ kind: "not-found" });
  await endSession(account, one?.id ?? "");
  expect(await findSignedIn(second)).toBeNull();
  expect(await findSignedIn(third)).not.toBeNull();
  await endOtherSessions(account);
  expect(await findSignedIn(third)).toBeNull();
  expect(await findSignedIn(token)).not.toBeNull();
  await expect(endSession(account, "ses_nothing")).rejects.toMatchObject({ kind: "not-found" });
});

test("a name is what the person says, and never empty", async () => {
  const personId = await person("bob@example.com");
  const token = await openSession(personId, new Date());
  await renamePerson({ personId, token }, "  Bob Stone ");
  expect((await findSignedIn(token))?.person.name).toBe("Bob Stone");
  await expect(renamePerson({ personId, token }, " ")).rejects.toMatchObject({ kind: "invalid-input" });
});
