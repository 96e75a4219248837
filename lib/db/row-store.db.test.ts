import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type ControlPlane,
  openControlPlane,
  type Planted,
  plantOrganization,
} from "./control-plane.test-kit";
import { withRows } from "./row-store";

let plane: ControlPlane;
let acme: Planted;

beforeAll(async () => {
  plane = await openControlPlane();
  acme = await plantOrganization("Acme");
});

afterAll(() => plane.close());

test("work that catches a statement's error is not told that it was kept", async () => {
  const rename = "update public.registry set name = 'Kept' where id = $1";
  const swallowing = withRows(acme.organizationId, async (client) => {
    await client.query(rename, [acme.registryId]);
    await client.query("select 1 / 0").catch(() => {});
  });
  await expect(swallowing).rejects.toMatchObject({ kind: "internal" });
  const name = await withRows(acme.organizationId, async (client) => {
    const { rows } = await client.query("select name from public.registry where id = $1", [acme.registryId]);
    return rows[0]?.name;
  });
  expect(name).toBe("Acme");
});
