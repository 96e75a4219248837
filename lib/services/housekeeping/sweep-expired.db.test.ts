import { afterAll, beforeAll, expect, test } from "vitest";
import { withOrg } from "@/lib/db/control";
import { type ControlPlane, openControlPlane, plantOrganization } from "@/lib/db/control-plane.test-kit";
import { takeTokens } from "@/lib/db/rate-buckets";
import { withRows } from "@/lib/db/row-store";
import { placeAnswer, takeAnswer } from "@/lib/db/saml-answers";
import { placeFlow } from "@/lib/db/sign-in-flows";
import { newUuid } from "@/lib/ids";
import { sweepExpired } from "./sweep-expired";

let plane: ControlPlane;

beforeAll(async () => {
  plane = await openControlPlane();
});

afterAll(() => plane.close());

const NOW = new Date("2026-11-29T10:00:00Z");
const DAY_MS = 24 * 60 * 60_000;

test("forgets every organization's answers after a day, buckets that are full, and attempts that are over", async () => {
  const organizations = [await plantOrganization("one"), await plantOrganization("two")];
  for (const { organizationId } of organizations) {
    const kept = (key: string, ageMs: number) => ({
      ...{ organizationId, key, requestHash: "h", status: 200, body: {} },
      createdAt: new Date(NOW.getTime() - ageMs),
    });
    await withOrg(organizationId, (db) =>
      db.idempotencyKey.createMany({ data: [kept("old", DAY_MS + 1), kept("kept", DAY_MS - 1)] }),
    );
  }
  for (const { organizationId, connectionId } of organizations) {
    const attempt = (expiresAt: Date) => ({
      ...{
        organizationId,
        id: newUuid(),
        personRef: "per_1",
        sessionHash: "h",
        kind: "notion",
        connectionId,
      },
      ...{ reconnects: true, returnTo: "/", sealedOffer: "v1", expiresAt },
    });
    const data = [attempt(NOW), attempt(new Date(NOW.getTime() + 1))];
    await withOrg(organizationId, (db) => db.connectAttempt.createMany({ data }));
  }
  for (const { organizationId } of organizations) {
    const draft = (dates: object) => ({
      ...{ organizationId, id: newUuid(), name: "", step: "map", body: {}, createdBy: "", updatedBy: "" },
      ...dates,
    });
    const ago = (days: number) => new Date(NOW.getTime() - days * DAY_MS - 1);
    const surveyed = (surveyAt: Date) => ({ surveyId: newUuid(), survey: {}, surveyAt });
    const data = [draft(surveyed(ago(1))), draft(surveyed(ago(0))), draft({ startedAt: ago(30) })];
    await withOrg(organizationId, (db) => db.registryDraft.createMany({ data }));
    await withRows(organizationId, (client) =>
      client.query(`insert into rows.survey_chunk
        select organization_id, id, 's1', '#', 0, 1, '[]' from registry_draft where survey_id is not null`),
    );
  }
  const bucket = (intervalMs: number) => ({ id: newUuid(), intervalMs, burst: 5 });
  await takeTokens([bucket(1000), bucket(3000)], new Date(NOW.getTime() - 2000));
  expect(await sweepExpired(NOW)).toEqual({
    answers: 2,
    buckets: 1,
    attempts: 2,
    failures: 0,
    assertions: 0,
    surveys: 2,
    drafts: 2,
    deliveries: 0,
    flows: 0,
  });
  for (const { organizationId } of organizations) {
    const left = await withOrg(organizationId, (db) => db.idempotencyKey.findMany());
    expect(left.map(({ key }) => key)).toEqual(["kept"]);
    expect(await withOrg(organizationId, (db) => db.connectAttempt.count())).toBe(1);
    const drafts = await withOrg(organizationId, (db) => db.registryDraft.findMany());
    expect(drafts.map(({ surveyId }) => surveyId !== null).sort()).toEqual([false, true]);
    const chunks = await withRows(organizationId, (client) => client.query("select from rows.survey_chunk"));
    expect(chunks.rowCount).toBe(1);
  }
  expect(await sweepExpired(NOW)).toEqual({
    answers: 0,
    buckets: 0,
    attempts: 0,
    failures: 0,
    assertions: 0,
    surveys: 0,
    drafts: 0,
    deliveries: 0,
    flows: 0,
  });
});

test("forgets assertions a day after they were believed, and answers that nobody fetched", async () => {
  const provider = newUuid();
  const flow = { providerId: provider, organizationId: newUuid(), personId: null, nonce: "n", verifier: "v" };
  const inMs = (ms: number): Date => new Date(Date.now() + ms);
  for (const [key, seenUntil] of [
    ["old", inMs(DAY_MS)],
    ["new", inMs(2 * DAY_MS)],
  ] as const) {
    await placeFlow(key, { ...flow, returnTo: "/", browserHash: "b" }, inMs(600_000));
    const told = { providerId: provider, subject: "s", email: null, name: null, expiresAt: inMs(120_000) };
    expect(await placeAnswer(key, told, { hash: `of ${key}`, seenUntil })).toBe(true);
  }
  expect(await sweepExpired(inMs(DAY_MS + 60_000))).toMatchObject({ assertions: 1 });
  expect(await takeAnswer("new")).toBeNull();
  expect(await sweepExpired(inMs(DAY_MS + 60_000))).toMatchObject({ assertions: 0 });
});

test("puts what moved together by the day after a week, and forgets it after forty days", async () => {
  const { organizationId, registryId, sideId } = await plantOrganization("flowing");
  const at = (daysAgo: number, hour: number) =>
    new Date(Date.UTC(2026, 10, 29 - daysAgo, hour)).toISOString();
  const lines = [at(41, 3), at(10, 3), at(10, 4), at(10, 0), at(1, 3), at(1, 4)];
  await withRows(organizationId, async (client) => {
    for (const [i, hour] of lines.entries()) {
      await client.query("insert into rows.flow values ($1, $2, $3, $4, $4, $5, 1)", [
        ...[organizationId, registryId, hour, sideId, i],
      ]);
      await client.query("insert into rows.latency values ($1, $2, $3, $4, $4, true, $5)", [
        ...[
          organizationId,
          registryId,
          hour,
          sideId,
          JSON.stringify({ "total 90": i + 1, [`ours ${i}`]: 1 }),
        ],
      ]);
    }
  });
  const kept = (table: string, columns: string) =>
    withRows(organizationId, async (client) => {
      const { rows } = await client.query<Record<string, unknown>>({
        text: `select hour, ${columns} from rows.${table} order by hour`,
        rowMode: "array",
      } as never);
      return rows;
    });
  expect((await sweepExpired(NOW)).flows).toBe(1);
  expect(await kept("flow", "done, failed")).toEqual([
    [new Date(at(10, 0)), 6, 3],
    [new Date(at(1, 3)), 4, 1],
    [new Date(at(1, 4)), 5, 1],
  ]);
  expect(await kept("latency", "counts")).toEqual([
    [new Date(at(10, 0)), { "total 90": 9, "ours 1": 1, "ours 2": 1, "ours 3": 1 }],
    [new Date(at(1, 3)), { "total 90": 5, "ours 4": 1 }],
    [new Date(at(1, 4)), { "total 90": 6, "ours 5": 1 }],
  ]);
  expect((await sweepExpired(NOW)).flows, "nothing is left to do").toBe(0);
});
