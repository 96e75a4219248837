import { afterAll, beforeAll, expect, test } from "vitest";
import { type Caller, scopesOf } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { type ControlPlane, openControlPlane } from "@/lib/db/control-plane.test-kit";
import { newUuid, publicId, uuidOf } from "@/lib/ids";
import { foundOrganization } from "../organizations/found-organization";
import { lookAtInvitation } from "./accept-invitation";
import { inviteMember, takeBackInvitation } from "./invite-member";
import { listOpenInvitations } from "./list-members";
import { openPost, type Post } from "./testing/post";

let plane: ControlPlane;
let post: Post;

beforeAll(async () => {
  plane = await openControlPlane();
  post = await openPost();
});
afterAll(async () => {
  await post.close();
  await plane.close();
});

let next = 0;
async function place(): Promise<Caller> {
  next += 1;
  const owner = await post.personWith(`owner${next}@example.com`);
  const organizationId = uuidOf("org", await foundOrganization(owner, `Place ${next}`)) ?? "";
  const actor = { type: "person", ref: publicId("per", owner) } as const;
  return { organizationId, actor, role: "owner", scopes: scopesOf("owner"), requestId: newUuid() };
}

async function withoutMail<T>(work: () => Promise<T>): Promise<T> {
  post.breakDown();
  try {
    return await work();
  } finally {
    post.mend();
  }
}

const UNSENT = { kind: "upstream-unavailable" };

test("if the mail cannot be sent, the earlier invitation stays, and the ledger tells of no other", async () => {
  const caller = await place();
  const email = "kept@example.com";
  const { id } = await inviteMember(caller, { email, role: "viewer" });
  const again = withoutMail(() => inviteMember(caller, { email, role: "admin" }));
  await expect(again).rejects.toMatchObject(UNSENT);
  expect(await listOpenInvitations(caller)).toMatchObject([{ id, role: "viewer" }]);
  expect(await lookAtInvitation(post.tokenSentTo(email))).toMatchObject({ role: "viewer" });
  const invited = await withOrg(
    caller.organizationId,
    (db) => db.$queryRaw<unknown[]>`select seq from ledger.entry where action = 'member.invited'`,
  );
  expect(invited).toHaveLength(1);
});

test("a mailbox is sent five letters, whoever sends them and takes them back", async () => {
  const [one, other] = [await place(), await place()];
  const guest = { email: "flooded@example.com", role: "viewer" } as const;
  for (const caller of [one, other, one, other, one])
    await takeBackInvitation(caller, (await inviteMember(caller, guest)).id);
  for (const caller of [one, other])
    await expect(inviteMember(caller, guest)).rejects.toMatchObject({
      kind: "rate-limited",
      retryAfterMs: 3_600_000,
    });
  await inviteMember(one, { ...guest, email: "another@example.com" });
});

test("an organization sends fifty letters at once, those that fail too, and another as many", async () => {
  const [one, other] = [await place(), await place()];
  const guest = (n: number) => ({ email: `guest${n}@example.com`, role: "viewer" }) as const;
  await withoutMail(async () => {
    for (let n = 0; n < 50; n += 1) await expect(inviteMember(one, guest(n))).rejects.toMatchObject(UNSENT);
  });
  await expect(inviteMember(one, guest(50))).rejects.toMatchObject({ kind: "rate-limited" });
  await inviteMember(other, guest(50));
});

test("a hundred open invitations are enough, and those that are over are none of them", async () => {
  const caller = await place();
  const hour = 3_600_000;
  const plant = (word: string, endsInMs: number) =>
    withOrg(caller.organizationId, (db) =>
      db.invitation.createMany({
        data: Array.from({ length: 100 }, (_, n) => ({
          organizationId: caller.organizationId,
          ...{ id: newUuid(), email: `${word}${n}@example.com`, role: "viewer", invitedBy: {} },
          ...{ tokenHash: newUuid(), expiresAt: new Date(Date.now() + endsInMs) },
        })),
      }),
    );
  await plant("over", -hour);
  await inviteMember(caller, { email: "first@example.com", role: "viewer" });
  await plant("open", hour);
  await expect(inviteMember(caller, { email: "late@example.com", role: "viewer" })).rejects.toMatchObject({
    kind: "limit-reached",
  });
});
