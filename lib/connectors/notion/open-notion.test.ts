import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { openNotion } from "./connector";
import { type Call, dataSource, fails, list, type Reply, scripted, uuid } from "./scripted.test-kit";

function connectorOf(answer: (call: Call) => Reply) {
  const script = scripted(answer);
  return {
    ...script,
    connector: openNotion({ token: "secret_1" }, script.out, { baseUrl: "http://notion.test" }),
  };
}

describe("locations", () => {
  it("lists shared data sources through all pages, without trash", async () => {
    const { calls, connector } = connectorOf((call) =>
      call.body.start_cursor === "2"
        ? list([
            dataSource({}, { id: uuid(22), in_trash: true }),
            dataSource({}, { id: uuid(23), title: [] }),
          ])
        : list([dataSource({}, { id: uuid(21) })], { has_more: true, next_cursor: "2" }),
    );
    expect(await connector.locations(" Comp ")).toEqual([
      { id: uuid(21), title: "Companies", address: { dataSourceId: uuid(21) } },
      { id: uuid(23), title: "Untitled", address: { dataSourceId: uuid(23) } },
    ]);
    expect(calls[0]?.body).toMatchObject({
      query: "Comp",
      filter: { property: "object", value: "data_source" },
    });
  });

  it("ends although the search never does", async () => {
    let page = 0;
    const { calls, connector } = connectorOf(() => {
      page += 1;
      return list([], { has_more: true, next_cursor: String(page) });
    });
    expect(await connector.locations("")).toEqual([]);
    expect(calls.length).toBe(5);
    expect(calls[0]?.body).not.toHaveProperty("query");
  });

  it("fails with our own error", async () => {
    const { connector } = connectorOf(() => fails(401, "unauthorized"));
    await expect(connector.locations("")).rejects.toMatchObject({ kind: "connection-broken" });
  });
});

describe("credentials", () => {
  it("must be able to stand in a header", () => {
    const { out } = scripted(() => "reset");
    for (const token of ["", "with space", "line\nbreak", "x".repeat(1_001)]) {
      expect(() => openNotion({ token }, out, {})).toThrow("This is not a Notion token.");
    }
  });

  it("go to the given base only, and a refusal of the way out is passed on as it is", async () => {
    const refusal = new AppError("invalid-input", "This address is not allowed.");
    const urls: string[] = [];
    const fetch = async (input: unknown) => {
      urls.push(String(input));
      throw refusal;
    };
    const out = { fetch, openSocket: () => Promise.reject(refusal) };
    const connector = openNotion({ token: "secret_1" }, out, { baseUrl: "http://127.0.0.1:9/emulator/" });
    await expect(connector.locations("")).rejects.toBe(refusal);
    expect(urls).toEqual(["http://127.0.0.1:9/emulator/v1/search"]);
  });
});
