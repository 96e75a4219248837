import { randomBytes } from "node:crypto";
import { expect, test, vi } from "vitest";
import { DataKeyCache } from "./data-key-cache";

const wrapped = randomBytes(40);
const ours = { organizationId: "o-1", connectionId: "c-1" };

const place = () => {
  let now = 0;
  const cache = new DataKeyCache(() => now);
  const unwrap = vi.fn(async () => randomBytes(32));
  return {
    unwrap,
    open: (context = ours, bytes = wrapped) => cache.open(bytes, context, unwrap),
    later: (ms: number) => {
      now += ms;
    },
  };
};

test("asks once for five minutes", async () => {
  const { open, later, unwrap } = place();
  const first = await open();
  later(5 * 60_000 - 1);
  expect(await open()).toBe(first);
  later(1);
  expect(await open()).not.toBe(first);
  expect(unwrap).toHaveBeenCalledTimes(2);
});

test("asks again after a thousand uses", async () => {
  const { open, unwrap } = place();
  for (let use = 0; use < 1_000; use += 1) await open();
  expect(unwrap).toHaveBeenCalledTimes(1);
  await open();
  expect(unwrap).toHaveBeenCalledTimes(2);
});

test("finds nothing under another organization, connection or wrapped key", async () => {
  const { open, unwrap } = place();
  await open();
  await open({ ...ours, organizationId: "o-2" });
  await open({ ...ours, connectionId: "c-2" });
  await open(ours, randomBytes(40));
  expect(unwrap).toHaveBeenCalledTimes(4);
});

test("shares a call that is under way, and keeps no refusal", async () => {
  const { open, unwrap } = place();
  unwrap.mockRejectedValueOnce(new Error("disabled"));
  const refused = await Promise.allSettled([open(), open()]);
  expect(refused.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(unwrap).toHaveBeenCalledTimes(1);
  expect(await open()).toHaveLength(32);
});

test("keeps no more than its room", async () => {
  const { open, unwrap } = place();
  for (let at = 0; at < 5_001; at += 1) await open({ ...ours, connectionId: `c-${at}` });
  await open({ ...ours, connectionId: "c-5000" });
  expect(unwrap).toHaveBeenCalledTimes(5_001);
  await open({ ...ours, connectionId: "c-0" });
  expect(unwrap).toHaveBeenCalledTimes(5_002);
});
