import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withOrg } from "@/lib/db/control";
import { newUuid } from "@/lib/ids";
import { type ApiPlace, apiPlace } from "./testing/api-place";

let api: ApiPlace;

beforeAll(async () => {
  api = await apiPlace();
});

afterAll(() => api.close());

describe("an Idempotency-Key", () => {
  const runs = () => `/registries/${api.registryId}/runs`;

  test("answers the same request with the same answer, and another with 409", async () => {
    const headers = { "idempotency-key": newUuid() };
    const first = await api.post(runs(), { syncId: newUuid(), kind: "dry-run" }, headers);
    const body = { syncId: first.body.syncId, kind: "dry-run" };
    const again = await api.post(runs(), body, headers);
    expect([again.status, again.body]).toEqual([202, first.body]);
    expect(again.headers.get("location")).toBe(first.headers.get("location"));
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect((await api.post(runs(), { ...body, syncId: newUuid() }, headers)).status).toBe(409);
    expect((await api.post(`/registries/${api.registryId}/pause`, undefined, headers)).status).toBe(409);
    expect((await api.get(`/registries/${api.registryId}`)).body.state).not.toBe("paused");
  });

  test("makes one thing of many requests at once", async () => {
    const headers = { "idempotency-key": "many at once".replaceAll(" ", "-") };
    const body = { kind: "postgres", name: "Once", credentials: { url: api.customerUrl } };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => api.post("/connections", body, headers)),
    );
    expect(answers.map(({ status }) => status).filter((status) => status !== 201 && status !== 409)).toEqual(
      [],
    );
    const made = (await api.get("/connections")).body.data.filter(
      ({ name }: { name: string }) => name === "Once",
    );
    expect(made).toHaveLength(1);
    const after = await api.post("/connections", body, headers);
    expect([after.status, after.body.id]).toEqual([201, made[0].id]);
  });

  test("is free again when its request was refused", async () => {
    const headers = { "idempotency-key": newUuid() };
    const syncId = newUuid();
    await api.post(`/registries/${api.registryId}/pause`);
    expect((await api.post(runs(), { syncId, kind: "dry-run" }, headers)).status).toBe(409);
    await api.post(`/registries/${api.registryId}/resume`);
    expect((await api.post(runs(), { syncId, kind: "dry-run" }, headers)).status).toBe(202);
  });

  test("is its sender's own", async () => {
    const headers = { "idempotency-key": newUuid() };
    const body = { syncId: newUuid(), kind: "dry-run" };
    await api.post(runs(), body, headers);
    const key = await api.serviceKey(["read"]);
    expect((await api.ask(`POST ${runs()}`, { key, body, headers })).status).toBe(403);
  });

  test("is forgotten after a day, and a request that died after five minutes", async () => {
    const headers = { "idempotency-key": newUuid() };
    const body = { syncId: newUuid(), kind: "dry-run" };
    const first = await api.post(runs(), body, headers);
    const age = (what: string) =>
      withOrg(api.ours.organizationId, (db) =>
        db.$executeRawUnsafe(
          `update idempotency_key set ${what} where key like '%' || $1`,
          headers["idempotency-key"],
        ),
      );
    await age("created_at = now() - interval '23 hours'");
    expect((await api.post(runs(), body, headers)).headers.get("idempotency-replayed")).toBe("true");
    await age("created_at = now() - interval '25 hours'");
    const later = await api.post(runs(), body, headers);
    expect([later.body.id, later.headers.get("idempotency-replayed")]).toEqual([first.body.id, null]);
    await age("status = null, created_at = now() - interval '4 minutes'");
    const inFlight = await api.post(runs(), body, headers);
    expect([inFlight.status, inFlight.headers.get("retry-after")]).toEqual([409, "2"]);
    await age("created_at = now() - interval '6 minutes'");
    expect((await api.post(runs(), body, headers)).status).toBe(202);
  });

  test("that is no key is refused", async () => {
    const refused = await api.post(runs(), {}, { "idempotency-key": "x".repeat(256) });
    expect(refused.status).toBe(422);
  });
});
