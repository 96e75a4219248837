import { afterAll, beforeAll, expect, test } from "vitest";
import { type Caller, scopesOf } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { type ControlPlane, openControlPlane } from "@/lib/db/control-plane.test-kit";
import { membershipsOf, personWithEmail } from "@/lib/db/resolve";
import { newUuid, publicId, uuidOf } from "@/lib/ids";
import { listChannels } from "../notifications/browse-channels";
import { deleteChannel } from "../notifications/change-channel";
import { lookForNotices } from "../notifications/look-for-notices";
import { foundOrganization } from "./found-organization";

let plane: ControlPlane;

beforeAll(async () => {
  plane = await openControlPlane();
});

afterAll(() => plane.close());

test("of several founded at once by one person, as many are as the free plan lets him own; others found theirs", async () => {
  const ada = await personWithEmail(newUuid(), "ada@example.com", "Ada");
  const bob = await personWithEmail(newUuid(), "bob@example.com", "Bob");
  const founders = [ada, ada, ada, bob, ada, ada, ada];
  const asked = await Promise.allSettled(founders.map((founder, at) => foundOrganization(founder, `O${at}`)));
  for (const one of asked)
    if (one.status === "rejected")
      expect(one.reason).toMatchObject({
        kind: "limit-reached",
        message: "You own 3 organizations on the free plan.",
      });
  expect(await membershipsOf(ada)).toHaveLength(3);
  expect(await membershipsOf(bob)).toHaveLength(1);
});

test("its owners are told by mail of what changes and is over again, until they decide otherwise", async () => {
  const grace = await personWithEmail(newUuid(), "grace@example.com", "Grace");
  const organizationId = uuidOf("org", await foundOrganization(grace, "Told")) ?? "";
  const actor = { type: "person", ref: publicId("per", grace) } as const;
  const owner: Caller = {
    ...{ organizationId, actor, role: "owner", scopes: scopesOf("owner"), requestId: newUuid() },
  };
  const [channel, ...others] = await listChannels(owner);
  expect(others).toEqual([]);
  expect(channel).toMatchObject({
    ...{ kind: "email", roles: ["owner"], level: "warning", registries: [], issuesOver: 0, digest: false },
    ...{ isConfirmed: true, mutedUntil: null, disabledAt: null },
  });
  const kinds = {
    mode: "bidirectional",
    schedule: "manual",
    conflict: "hash",
    match: "create-only",
    deletes: "hold",
  };
  const registry = {
    organizationId,
    id: newUuid(),
    name: "Books",
    fields: [],
    key: ["id"],
    brakes: {},
    ...kinds,
  };
  await withOrg(organizationId, (db) => db.registry.create({ data: registry }));
  const told = async (state: string, minutes: number) => {
    await withOrg(organizationId, (db) =>
      db.registry.updateMany({ where: { id: registry.id }, data: { state } }),
    );
    for (const later of [0, 1]) await lookForNotices(organizationId, new Date((minutes + later) * 60_000));
    const all = await withOrg(organizationId, (db) =>
      db.noticeDelivery.findMany({ orderBy: { createdAt: "asc" } }),
    );
    return all.map(({ recipient, message }) => [recipient, (message as { type: string }).type]);
  };
  const stopped = ["grace@example.com", "registry.stopped"];
  expect(await told("stopped", 0)).toEqual([stopped]);
  const ended = ["grace@example.com", "registry.stopped.ended"];
  expect(await told("up-to-date", 60)).toEqual([stopped]);
  expect(await told("up-to-date", 120)).toEqual([stopped, ended]);
  await deleteChannel(owner, { id: channel?.id ?? "" });
  expect(await listChannels(owner)).toEqual([]);
});
