import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Patience } from "./ask-key-service";
import { KeyRefused } from "./key-fault";
import type { KeyProvider } from "./key-provider";
import type { KeyServiceControl } from "./testing/fake-key-service";

/** One kind of key, set up anew for its tests. */
export interface KeyPlace {
  /** The key; with another patience where its service has to be waited for. */
  open(patience?: Patience): KeyProvider;
  /** Null: it is asked in this process, so nothing comes between. */
  readonly service: KeyServiceControl | null;
  close(): Promise<void>;
}

const context = { organizationId: "o-1", connectionId: "c-1" };

/** What every kind of key has to do. */
export function keyProviderContract(openPlace: () => Promise<KeyPlace>): void {
  let place: KeyPlace;

  beforeAll(async () => {
    place = await openPlace();
  });

  afterAll(() => place.close());

  test("unwraps what it wrapped, in the same context only, whatever its order", async () => {
    const key = place.open();
    const dataKey = randomBytes(32);
    const wrapped = await key.wrap(dataKey, context);
    expect(wrapped.includes(dataKey)).toBe(false);
    expect(await key.unwrap(wrapped, { ...context })).toEqual(dataKey);
    for (const other of [{ organizationId: "o-2" }, { connectionId: "c-2" }])
      await expect(key.unwrap(wrapped, { ...context, ...other })).rejects.toThrow(/does not open/);
  });

  test("unwraps nothing that was changed", async () => {
    const key = place.open();
    const wrapped = await key.wrap(randomBytes(32), context);
    for (const at of [0, wrapped.length >> 1, wrapped.length - 1]) {
      const changed = Buffer.from(wrapped);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(key.unwrap(changed, context)).rejects.toThrow(/does not open/);
    }
    await expect(key.unwrap(wrapped.subarray(0, -4), context)).rejects.toThrow(/does not open/);
  });

  test("has one short public name", () => {
    const { keyId } = place.open();
    expect(keyId).toMatch(/^[a-z0-9-]{12,20}$/);
    expect(place.open().keyId).toBe(keyId);
  });
}

/** What a key does besides that is asked over a network. */
export function remoteKeyContract(openPlace: () => Promise<KeyPlace & { service: KeyServiceControl }>): void {
  let place: Awaited<ReturnType<typeof openPlace>>;

  beforeAll(async () => {
    place = await openPlace();
  });

  afterAll(() => place.close());

  test("waits and asks again while the service throttles", async () => {
    const key = place.open();
    const dataKey = randomBytes(32);
    const wrapped = await key.wrap(dataKey, context);
    const before = place.service.calls.length;
    place.service.throttle(2);
    expect(await key.unwrap(wrapped, context)).toEqual(dataKey);
    expect(place.service.calls.length - before).toBe(3);
  });

  test("gives up on a service that throttles on and on, and says that it will be tried again", async () => {
    place.service.throttle(1_000);
    const asked = place.open({ attemptMs: 50, totalMs: 300 }).wrap(randomBytes(32), context);
    await expect(asked).rejects.toMatchObject({ kind: "upstream-unavailable" });
    place.service.throttle(0);
  });

  test("gives up on a service that does not answer", async () => {
    const key = place.open({ attemptMs: 100, totalMs: 250 });
    place.service.hang();
    const started = performance.now();
    await expect(key.wrap(randomBytes(32), context)).rejects.toMatchObject({ kind: "upstream-unavailable" });
    expect(performance.now() - started).toBeLessThan(4_000);
    place.service.answerAgain();
  });

  test("says that a disabled key is refused, at once, and opens everything once it is enabled", async () => {
    const key = place.open();
    const dataKey = randomBytes(32);
    const wrapped = await key.wrap(dataKey, context);
    place.service.disableKey();
    const before = place.service.calls.length;
    const refusal = await key.unwrap(wrapped, context).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(KeyRefused);
    expect(place.service.calls.length - before).toBe(1);
    place.service.enableKey();
    expect(await key.unwrap(wrapped, context)).toEqual(dataKey);
  });

  test("tells the service ids and wrapped keys, and tells us nothing of the service's words", async () => {
    const key = place.open();
    place.service.disableKey();
    const refusal = (await key.wrap(randomBytes(32), context).catch((error: unknown) => error)) as Error;
    place.service.enableKey();
    expect(`${refusal.stack} ${(refusal.cause as Error).stack}`).not.toMatch(/said of|arn:|projects\//);
  });
}
