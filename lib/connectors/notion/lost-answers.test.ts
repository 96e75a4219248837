import { afterEach, describe, expect, it } from "vitest";
import type { Cells } from "@/lib/engine/value";
import type { WriteOperation } from "../connector";
import { NO_DEADLINE, readAll } from "../contract-session.test-kit";
import { type SandboxPlace, sandboxPlace } from "./sandbox-place.test-kit";

let place: SandboxPlace;

async function laidOut(rows: readonly Cells[] = []): Promise<SandboxPlace> {
  place = await sandboxPlace({
    fields: [
      { id: "code", name: "Code", type: "text" },
      { id: "name", name: "Name", type: "text" },
    ],
    key: ["code"],
  });
  await place.insert(rows);
  return place;
}

afterEach(() => place.dispose());

const open = () => place.open(place.config);
const create = (code: string): WriteOperation => ({ op: "create", id: code, cells: { code, name: "n" } });
const fault = (kind: string, method: string, path: string, more: object = {}) =>
  place.sandbox.control("fault", { kind, match: { method, path }, ...more });
const PAGES = "^/v1/pages/?$";
const ONE_PAGE = "^/v1/pages/[^/]+$";

describe("a create whose answer is lost", () => {
  for (const kind of ["503-after", "504-after", "reset-after", "cut", "empty"]) {
    it(`makes exactly one page: ${kind}`, async () => {
      await laidOut();
      fault(kind, "POST", PAGES);
      const report = await open().write([create("a"), create("b")], NO_DEADLINE);
      expect(report.stopped).toBeNull();
      expect(report.written.map((each) => each.outcome)).toEqual(["done", "done"]);
      const again = await open().write([create("a"), create("b")], NO_DEADLINE);
      expect(again.written.map((each) => each.outcome)).toEqual(["done", "done"]);
      expect((await readAll(open())).census).toEqual({ complete: true, total: 2 });
    });
  }

  for (const kind of ["500", "502", "503-before", "reset-before", "409"]) {
    it(`makes exactly one page, at the second attempt: ${kind}`, async () => {
      await laidOut();
      fault(kind, "POST", PAGES);
      const report = await open().write([create("a"), create("b")], NO_DEADLINE);
      expect(report.written).toMatchObject([{ id: "a", outcome: "unknown" }]);
      expect(report.stopped?.kind).toBe("upstream-unavailable");
      const again = await open().write([create("a"), create("b")], NO_DEADLINE);
      expect(again.written.map((each) => each.outcome)).toEqual(["done", "done"]);
      expect((await readAll(open())).census).toEqual({ complete: true, total: 2 });
    });
  }

  /** A row with the key of the create, that was deleted an hour before. */
  async function deletedBefore(): Promise<void> {
    const { sandbox, dataSourceId } = await laidOut();
    const createdAt = Date.now() - 3_600_000;
    const { pageIds } = sandbox.control("create-rows", {
      dataSourceId,
      rows: [{ Code: "a", Name: "n" }],
      createdAt,
    });
    sandbox.control("trash", { pageIds });
  }

  for (const kind of ["503-after", "504-after", "reset-after"]) {
    it(`that a person has thrown away meanwhile is done, and gone: ${kind}`, async () => {
      await deletedBefore();
      fault(kind, "POST", PAGES);
      let pageIds: readonly string[] = [];
      const meddling: typeof fetch = async (input, init) => {
        const answer = await fetch(input, init).catch((error: unknown) => error);
        if (String(input).endsWith("/v1/pages")) {
          pageIds = place.pageIds();
          place.sandbox.control("trash", { pageIds });
        }
        if (answer instanceof Response) return answer;
        throw answer;
      };
      const side = place.connect(place.sandbox.token, meddling).side(place.config);
      const { written, stopped } = await side.write([create("a")], NO_DEADLINE);
      expect(pageIds).toHaveLength(1);
      expect(written).toMatchObject([{ outcome: "done", record: { locator: pageIds[0] } }]);
      expect(stopped).toBeNull();
      expect((await open().find(pageIds)).found).toMatchObject([{ state: "absent" }]);
      expect(place.pageIds()).toEqual([]);
    });
  }

  it("and that was not made is not seen in a row that was deleted before it", async () => {
    await deletedBefore();
    fault("reset-before", "POST", PAGES);
    expect((await open().write([create("a")], NO_DEADLINE)).written).toMatchObject([{ outcome: "unknown" }]);
    expect((await open().write([create("a")], NO_DEADLINE)).written).toMatchObject([{ outcome: "done" }]);
    expect(place.pageIds()).toHaveLength(1);
  });

  it("stays unknown while Notion's index is behind, and is found once it has caught up", async () => {
    await laidOut();
    place.sandbox.control("set-limits", { indexLagMs: 30_000 });
    fault("reset-after", "POST", PAGES);
    const first = await open().write([create("a")], NO_DEADLINE);
    expect(first.written).toMatchObject([{ outcome: "unknown" }]);
    place.sandbox.clock.advance(31_000);
    const second = await open().write([create("a")], NO_DEADLINE);
    expect(second.written).toMatchObject([{ outcome: "done" }]);
    expect((await readAll(open())).census).toEqual({ complete: true, total: 1 });
  });
});

describe("an update or delete whose answer is lost", () => {
  for (const kind of ["503-after", "504-after", "reset-after", "cut", "empty"]) {
    it(`is seen to be done: ${kind}`, async () => {
      await laidOut([
        { code: "a", name: "old" },
        { code: "b", name: "old" },
      ]);
      const [a = "", b = ""] = place.pageIds();
      fault(kind, "PATCH", ONE_PAGE, { times: 2 });
      const report = await open().write(
        [
          { op: "update", id: "u", locator: a, cells: { name: "new" }, expect: { code: "a", name: "old" } },
          { op: "delete", id: "d", locator: b, expect: { code: "b", name: "old" } },
        ],
        NO_DEADLINE,
      );
      expect(report).toMatchObject({ written: [{ outcome: "done" }, { outcome: "done" }], stopped: null });
      const { records } = await readAll(open());
      expect(records.map((record) => record.cells.name)).toEqual(["new"]);
    });
  }
});
