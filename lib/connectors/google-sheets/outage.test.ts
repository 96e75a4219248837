import { afterEach, describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { NO_DEADLINE, readAll, written } from "../contract-session.test-kit";
import { create, openStock, removal, SHEET, type Stock, update } from "./stock.test-kit";

let stock: Stock;
afterEach(() => stock.dispose());

describe("Google at its worst", () => {
  for (const kind of ["503-after", "reset-after", "cut", "empty"]) {
    it(`${kind}: what was applied is applied once`, async () => {
      stock = await openStock();
      const operations = [create("d"), update("a", { name: "A2" }, { name: "Anna" }), removal("b")];
      stock.fault(kind, "POST");
      const first = await stock.side().write(operations, NO_DEADLINE);
      expect(first.written.map(({ outcome }) => outcome)).toEqual(["unknown", "unknown", "unknown"]);
      expect(first.stopped?.kind).toBe("upstream-unavailable");
      const again = await written(stock.side(), operations);
      expect(again.map(({ outcome }) => outcome)).toEqual(["done", "done", "done"]);
      expect(stock.table()).toEqual(["c|Carl|3", "a|A2|1", "d|d"]);
    });
  }

  for (const kind of ["503-before", "reset-before"]) {
    it(`${kind}: the next attempt does it`, async () => {
      stock = await openStock();
      stock.fault(kind, "POST");
      expect((await stock.side().write([create("d")], NO_DEADLINE)).written).toMatchObject([
        { outcome: "unknown" },
      ]);
      await written(stock.side(), [create("d")]);
      expect(stock.table()).toEqual(["c|Carl|3", "a|Anna|1", "b|Bert|2", "d|d"]);
    });
  }

  it("two workers from one reading: one is applied, the other begins nothing", async () => {
    stock = await openStock();
    const at = stock.side();
    await at.shape();
    let other: Promise<unknown> = Promise.resolve();
    const fetchOfOther = stock.side();
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    stock.desk.hold = async (_, method) => {
      if (method !== "POST") return;
      stock.desk.hold = null;
      other = fetchOfOther.write([create("d")], NO_DEADLINE).finally(release);
      await held;
    };
    const report = await at.write([create("d")], NO_DEADLINE);
    expect(await other).toMatchObject({ written: [{ outcome: "done" }], stopped: null });
    expect(report).toMatchObject({ written: [], stopped: { kind: "upstream-unavailable" } });
    expect(await written(at, [create("d")])).toMatchObject([{ outcome: "done" }]);
    expect(stock.table().filter((row) => row.startsWith("d|"))).toEqual(["d|d"]);
  });

  it.each(["rate-limited", "forbidden"] as const)(
    "our own way out says %s: nothing begun, and its word travels up",
    async (kind) => {
      stock = await openStock();
      const refusal = new AppError(kind, "Refused on our side.");
      stock.desk.hold = async (_, method) => {
        if (method === "POST") throw refusal;
      };
      const operations = [create("d"), update("a", { name: "A2" }, { name: "Anna" })];
      expect(await stock.side().write(operations, NO_DEADLINE)).toMatchObject({
        written: [],
        stopped: refusal,
      });
      expect(stock.table()).toEqual(["c|Carl|3", "a|Anna|1", "b|Bert|2"]);
    },
  );

  it("429: nothing begun, and when to come back", async () => {
    stock = await openStock();
    stock.fault("429", "POST");
    const report = await stock.side().write([create("d")], NO_DEADLINE);
    expect(report).toMatchObject({ written: [], stopped: { kind: "rate-limited", retryAfterMs: 60_000 } });
    stock.fault("429", "GET");
    await expect(stock.side().read(null)).rejects.toMatchObject({
      kind: "rate-limited",
      retryAfterMs: 60_000,
    });
  });

  it("503 on a read: an outage, and nothing claimed", async () => {
    stock = await openStock();
    stock.fault("503-before", "GET");
    await expect(stock.side().read(null)).rejects.toMatchObject({ kind: "upstream-unavailable" });
    stock.fault("503-before", "GET");
    expect(await stock.side().write([create("d")], NO_DEADLINE)).toMatchObject({
      written: [],
      stopped: { kind: "upstream-unavailable" },
    });
  });

  it("a revoked consent: reconnect needed", async () => {
    stock = await openStock();
    const { refreshToken } = stock.desk;
    const { clientId, clientSecret } = {
      clientId: "sandbox-google-client",
      clientSecret: "sandbox-google-secret",
    };
    const connector = stock.desk.connect({ refreshToken, clientId, clientSecret });
    expect((await connector.check()).map(({ ok }) => ok)).toEqual([true, true, true, true]);
    expect((await readAll(connector.side(stock.config))).records.length).toBe(3);
    stock.hand("revoke-token", { token: refreshToken });
    await expect(connector.side(stock.config).read(null)).rejects.toMatchObject({
      kind: "connection-broken",
      message: expect.stringContaining("reconnect needed"),
      remedy: expect.any(String),
    });
    expect(await connector.side(stock.config).write([create("d")], NO_DEADLINE)).toMatchObject({
      written: [],
      stopped: { kind: "connection-broken" },
    });
    const checks = await stock.desk.connect({ refreshToken, clientId, clientSecret }).check();
    expect(checks.map(({ name, ok }) => [name, ok])).toEqual([
      ["reachable", true],
      ["authorized", false],
      ["can-read", null],
      ["can-write", null],
    ]);
  });

  it("a sheet that is no longer shared: broken, with a remedy", async () => {
    stock = await openStock();
    stock.hand("unshare");
    await expect(stock.side().read(null)).rejects.toMatchObject({
      kind: "connection-broken",
      remedy: expect.any(String),
    });
  });

  it("a protected row: it alone is refused", async () => {
    stock = await openStock();
    const owner = "owner@example.com";
    stock.hand("share", { email: owner });
    await stock.batch([
      { addProtectedRange: { protectedRange: { range: { ...SHEET, startRowIndex: 2, endRowIndex: 3 } } } },
    ]);
    const other = stock.desk.at.control<{ accessToken: string }>("create-account", {
      email: owner,
      scopes: ["spreadsheets"],
    });
    const at = stock.desk.connect({ accessToken: other.accessToken }).side(stock.config);
    const operations = [
      update("c", { name: "C2" }, { name: "Carl" }),
      update("a", { name: "A2" }, { name: "Anna" }),
      create("d"),
    ];
    const answers = await written(at, operations);
    expect(answers).toMatchObject([
      { outcome: "done" },
      { outcome: "refused", reason: "protected" },
      { outcome: "done" },
    ]);
    expect(stock.table()).toEqual(["c|C2|3", "a|Anna|1", "b|Bert|2", "d|d"]);
  });
});
