import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Store } from "./store";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "sandbox-store-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the sandbox's store", () => {
  it("keeps collections apart, ordered by id, the last put winning", () => {
    const store = new Store(":memory:");
    store.put("a", "2", { at: 2 });
    store.put("a", "1", { at: 1 });
    store.put("b", "1", "other");
    store.put("a", "2", { at: "two" });
    expect(store.all("a")).toEqual([{ at: 1 }, { at: "two" }]);
    store.delete("a", "1");
    store.delete("a", "never there");
    expect(store.all("a")).toEqual([{ at: "two" }]);
    expect(store.all("b")).toEqual(["other"]);
    expect(store.all("c")).toEqual([]);
    store.close();
  });

  it("makes its folder and shows another opener what was put, closed or not", () => {
    const file = path.join(folder, "deep", "er", "state.sqlite");
    const first = new Store(file);
    first.put("a", "id", { text: "naïve 🙂 \u0000" });
    const second = new Store(file);
    expect(second.all("a")).toEqual([{ text: "naïve 🙂 \u0000" }]);
    second.close();
    first.close();
  });

  it("keeps all writes of a piece of work or none", () => {
    const store = new Store(path.join(folder, "state.sqlite"));
    store.put("a", "kept", 1);
    const failing = () =>
      store.atomically(() => {
        store.put("a", "half", 2);
        store.delete("a", "kept");
        throw new Error("stopped half way");
      });
    expect(failing).toThrow("stopped half way");
    expect(store.all("a")).toEqual([1]);
    expect(
      store.atomically(() => {
        store.put("a", "more", 3);
        return "done";
      }),
    ).toBe("done");
    expect(store.all("a")).toEqual([1, 3]);
    store.close();
  });
});
