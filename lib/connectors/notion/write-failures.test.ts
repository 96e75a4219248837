import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { fails, list, ok, type Reply, uuid } from "./scripted.test-kit";
import { create, notion, removal, row, schema, update } from "./write-side.test-kit";

describe("a lost answer", () => {
  const lost: readonly [string, Reply][] = [
    ["reset", "reset"],
    ["500", fails(500, "internal_server_error")],
    ["502 from the edge", { status: 502, body: "<html>bad gateway</html>" }],
    ["503", fails(503, "service_unavailable")],
    ["504", fails(504, "gateway_timeout")],
    ["an empty 200", { status: 200, body: "" }],
    ["409", fails(409, "conflict_error")],
  ];
  for (const [name, reply] of lost) {
    it(`of a create is settled by its key: ${name}`, async () => {
      let created = false;
      const { seen, write } = notion({
        "POST pages": () => {
          created = true;
          return reply;
        },
        "POST data_sources/*/query": () => list(created ? [row(10, "a", "n")] : []),
      });
      const { written, stopped } = await write([create("a")]);
      expect(written).toMatchObject([{ outcome: "done", record: { locator: uuid(10) } }]);
      expect(stopped).toBeNull();
      expect(seen().filter((call) => call === "POST pages").length).toBe(1);
    });

    it(`of a create stays unknown and ends the batch if no row is to be seen: ${name}`, async () => {
      const { seen, write } = notion({ "POST pages": () => reply });
      const { written, stopped } = await write([create("a"), create("b")]);
      expect(written).toMatchObject([{ id: "a", outcome: "unknown" }]);
      expect(stopped?.kind).toBe("upstream-unavailable");
      expect(seen().filter((call) => call === "POST pages").length).toBe(1);
    });
  }

  it("of a create is settled by the id that Notion says it committed", async () => {
    const additional_data = { committed_resource_id: uuid(10) };
    const { seen, write } = notion({
      "POST pages": () => fails(503, "service_unavailable", { additional_data }),
      "GET pages/*": () => ok(row(10, "a", "n")),
    });
    const { written, stopped } = await write([create("a")]);
    expect(written).toMatchObject([{ outcome: "done", record: { locator: uuid(10) } }]);
    expect(stopped).toBeNull();
    expect(seen().at(-1)).toBe("GET pages/*");
  });

  it("of an update or a delete is settled by reading the row", async () => {
    for (const landed of [true, false]) {
      let patched = false;
      const { write } = notion({
        "PATCH pages/*": () => {
          patched = true;
          return "reset";
        },
        "GET pages/*": () => {
          const after = landed && patched;
          return ok(row(10, "a", after ? "new" : "old", { in_trash: false }));
        },
      });
      const { written, stopped } = await write([update(10, { note: "new" }, { note: "old" })]);
      expect(written[0]?.outcome).toBe(landed ? "done" : "unknown");
      expect(stopped === null).toBe(landed);
    }
    let trashed = false;
    const { write } = notion({
      "PATCH pages/*": () => {
        trashed = true;
        return fails(500, "internal_server_error");
      },
      "GET pages/*": () => ok(row(10, "a", "n", { in_trash: trashed })),
    });
    expect((await write([removal(10, {})])).written[0]).toMatchObject({ outcome: "done", record: null });
  });

  it("stays unknown when even the look afterwards fails", async () => {
    let down = false;
    const { write } = notion({
      "POST pages": () => {
        down = true;
        return "reset";
      },
      "POST data_sources/*/query": () =>
        down ? fails(429, "rate_limited", {}, { "retry-after": "7" }) : list([]),
    });
    const { written, stopped } = await write([create("a"), create("b")]);
    expect(written).toMatchObject([{ outcome: "unknown" }]);
    expect(stopped).toMatchObject({ kind: "rate-limited", retryAfterMs: 7_000 });
  });
});

describe("an answer that stops the batch", () => {
  const stops: readonly [string, Reply, object][] = [
    [
      "429 by header",
      fails(429, "rate_limited", {}, { "retry-after": "9" }),
      { kind: "rate-limited", retryAfterMs: 9_000 },
    ],
    [
      "429 by body, longer than a minute",
      fails(429, "rate_limited", { additional_data: { retry_after: "631" } }),
      { kind: "rate-limited", retryAfterMs: 631_000 },
    ],
    ["529", fails(529, "service_overload"), { kind: "rate-limited", retryAfterMs: 60_000 }],
    [
      "a block",
      fails(429, "rate_limited", { additional_data: { rate_limit_reason: "public_api_request_blocked" } }),
      { kind: "connection-broken" },
    ],
    ["401", fails(401, "unauthorized"), { kind: "connection-broken" }],
    ["403", fails(403, "restricted_resource"), { kind: "connection-broken" }],
    ["404 of the data source", fails(404, "object_not_found"), { kind: "connection-broken" }],
  ];
  for (const [name, reply, stopped] of stops) {
    it(`leaves the operation and the rest unbegun: ${name}`, async () => {
      let first = true;
      const { write } = notion({
        "POST pages": () => {
          if (!first) return reply;
          first = false;
          return ok(row(10, "a", "n"));
        },
      });
      const report = await write([create("a"), create("b"), create("c")]);
      expect(report.written.map((each) => each.id)).toEqual(["a"]);
      expect(report.stopped).toMatchObject(stopped);
    });
  }

  it("leaves the rest unbegun when our own way out refuses, with its error as it is", async () => {
    const refusal = new AppError("rate-limited", "The budget for this minute is used up.", {
      retryAfterMs: 5,
    });
    const { write } = notion({
      "POST pages": () => {
        throw refusal;
      },
    });
    expect(await write([create("a")])).toMatchObject({ written: [] });
    expect((await write([create("a")])).stopped).toBe(refusal);
  });

  it("names no token and no cell", async () => {
    const message = "secret_1 body.properties.Note cell-value";
    for (const status of [400, 401, 403, 404, 409, 429, 500, 503]) {
      const { write } = notion({ "POST pages": () => fails(status, "validation_error", { message }) });
      const report = await write([create("a", "cell-value")]);
      const shown = JSON.stringify([
        report.written,
        report.stopped?.message,
        report.stopped?.remedy,
        report.stopped?.cause,
      ]);
      expect(shown).not.toMatch(/secret_1|cell-value/);
    }
  });

  it("stops for the trash of the data source before any row is touched", async () => {
    const { seen, write } = notion({ "GET data_sources/*": () => ok({ ...schema, in_trash: true }) });
    expect(await write([create("a")])).toMatchObject({ written: [], stopped: { kind: "connection-broken" } });
    expect(seen()).toEqual(["GET data_sources/*"]);
  });
});

describe("refusals by Notion", () => {
  it("stay with their row and name the field where it can be told", async () => {
    const message = "body failed validation: body.properties.st.status should be an object";
    let first = true;
    const { write } = notion({
      "POST pages": () => {
        const reply = first ? fails(400, "validation_error", { message }) : ok(row(10, "b", "n"));
        first = false;
        return reply;
      },
    });
    const { written } = await write([
      { op: "create", id: "a", cells: { code: "a", stage: "Open" } },
      create("b"),
    ]);
    expect(written).toMatchObject([
      { outcome: "refused", reason: "rejected", field: "stage" },
      { outcome: "done" },
    ]);
  });

  it("end creates, not updates, when the workspace is full", async () => {
    const full = fails(403, "restricted_resource", { additional_data: { block_limit: "1000" } });
    const { seen, write } = notion({
      "POST pages": () => full,
      "GET pages/*": () => ok(row(10, "x", "old")),
      "PATCH pages/*": () => ok(row(10, "x", "new")),
    });
    const { written } = await write([create("a"), create("b"), update(10, { note: "new" }, { note: "old" })]);
    expect(written).toMatchObject([
      { outcome: "refused", reason: "workspace-full" },
      { outcome: "refused", reason: "workspace-full" },
      { outcome: "done" },
    ]);
    expect(seen().filter((call) => call === "POST pages").length).toBe(1);
  });

  it("of a row trashed meanwhile are stale for an update and done for a delete", async () => {
    const message = "Can't edit block that is archived. You must unarchive the block before editing.";
    let reads = 0;
    const { write } = notion({
      "PATCH pages/*": () => fails(400, "validation_error", { message }),
      "GET pages/*": () => {
        reads += 1;
        return ok(row(10, "a", "n", { in_trash: reads % 2 === 0 }));
      },
    });
    expect((await write([update(10, { note: "x" }, {})])).written[0]).toMatchObject({
      outcome: "stale",
      record: null,
    });
    expect((await write([removal(10, {})])).written[0]).toMatchObject({ outcome: "done", record: null });
  });
});
