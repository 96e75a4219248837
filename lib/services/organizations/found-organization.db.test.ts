import { afterAll, beforeAll, expect, test } from "vitest";
import { type ControlPlane, openControlPlane } from "@/lib/db/control-plane.test-kit";
import { membershipsOf, personWithEmail } from "@/lib/db/resolve";
import { newUuid } from "@/lib/ids";
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
