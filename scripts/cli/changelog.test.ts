import { afterEach, describe, expect, test, vi } from "vitest";
import { changelogRemovalScript, changelogScript } from "@/lib/connectors/postgres/changelog-script";
import { changelog } from "./changelog";
import { UsageError } from "./command";

afterEach(() => {
  vi.restoreAllMocks();
});

async function printed(...args: readonly string[]): Promise<string> {
  let out = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += text;
    return true;
  });
  expect(await changelog.run(args)).toBe(0);
  return out;
}

describe("chittysync changelog", () => {
  test("prints the script for names as SQL reads them", async () => {
    const out = await printed(
      "--table",
      'Sales."Odd.""Name"',
      "--key",
      "Region",
      "--key",
      '"Id"',
      "--reader",
      "chitty",
    );
    const table = { schema: "sales", table: 'Odd."Name', key: ["region", "Id"] };
    expect(out).toBe(changelogScript(table, "chitty"));
    expect(out).toContain('"sales"."Odd.""Name"');
  });

  test("prints what takes the log away", async () => {
    const out = await printed("--table", "sales.orders", "--remove");
    expect(out).toBe(changelogRemovalScript({ schema: "sales", table: "orders" }));
  });

  test.each([
    [["--key", "id", "--reader", "r"]],
    [["--table", "orders", "--key", "id", "--reader", "r"]],
    [["--table", "a.b.c", "--key", "id", "--reader", "r"]],
    [["--table", "a.b", "--reader", "r"]],
    [["--table", "a.b", "--key", "id"]],
    [["--table", "a.b", "--key", "id", "--key", "ID", "--reader", "r"]],
    [["--table", "a.b", "--key", "id.x", "--reader", "r"]],
    [["--table", 'a."b', "--key", "id", "--reader", "r"]],
    [["--table", "a.b; drop table c", "--key", "id", "--reader", "r"]],
    [["--table", `a.${"b".repeat(64)}`, "--key", "id", "--reader", "r"]],
    [["--table", "a.", "--key", "id", "--reader", "r"]],
    [["--table", "a.b", "--force"]],
  ])("refuses %j", async (args) => {
    await expect(changelog.run(args)).rejects.toBeInstanceOf(UsageError);
  });
});
