import { afterEach, describe, expect, it } from "vitest";
import type { SideConfig } from "../connector";
import { readAll } from "../contract-session.test-kit";
import { openStock, type Stock } from "./stock.test-kit";

let stock: Stock;
afterEach(() => stock.dispose());

describe("connection", () => {
  it("lists tabs by name and by address, bounded", async () => {
    stock = await openStock();
    const connector = stock.desk.connect();
    const address = stock.config.address;
    const [found] = await connector.locations("regist");
    expect(found).toEqual({
      id: `${address.spreadsheetId}:0`,
      title: "Register / It's a tab",
      address: { spreadsheetId: address.spreadsheetId, sheetId: 0, title: "It's a tab" },
      mayEdit: true,
    });
    const byAddress = `https://docs.google.com/spreadsheets/d/${address.spreadsheetId}/edit#gid=0`;
    // Whoever gives an address has not asked Drive, which alone tells what may be edited.
    expect(await connector.locations(byAddress)).toEqual([{ ...found, mayEdit: undefined }]);
    expect(await connector.locations("no such name' or '1")).toEqual([]);
    for (let at = 0; at < 12; at += 1)
      stock.hand("create-spreadsheet", { title: `Other ${at}`, owner: "ada@example.com" });
    const before = stock.desk.sent.length;
    expect((await connector.locations("Other")).length).toBe(10);
    expect(stock.desk.sent.length - before).toBe(11);
    await expect(
      connector.locations("https://docs.google.com/spreadsheets/d/nothing-there/edit"),
    ).rejects.toMatchObject({ kind: "connection-broken" });
  });

  it("opens with a service account", async () => {
    stock = await openStock();
    const key = stock.desk.at.control<{ client_email: string; private_key: string }>(
      "create-service-account",
      {
        email: "robot@project.iam.gserviceaccount.com",
      },
    );
    stock.hand("share", { email: key.client_email });
    const connector = stock.desk.connect({ serviceAccount: key });
    expect((await connector.check()).map(({ ok }) => ok)).not.toContain(false);
    expect((await readAll(connector.side(stock.config))).records.length).toBe(3);
  });

  it("refuses addresses that are none", () => {
    const open = (address: SideConfig["address"]) => () =>
      stock.desk.connect().side({ ...stock.config, address });
    expect(open({ sheetId: 0 })).toThrow();
    expect(open({ spreadsheetId: "../../x", sheetId: 0 })).toThrow();
    expect(open({ spreadsheetId: "abc", title: "x" })).toThrow();
  });
});
