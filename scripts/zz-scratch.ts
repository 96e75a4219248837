import { readFileSync } from "node:fs";
import pg from "pg";
import { callerOfKey } from "@/lib/auth/api-key";
import { getRun, listChanges } from "@/lib/services/runs/browse-runs";
import { requestRun } from "@/lib/services/runs/request-run";
import { listIssues } from "@/lib/services/rows/browse-rows";
import { SandboxHands } from "./demo/sandbox-hands";
const ready = JSON.parse(readFileSync("/tmp/d1/ready.json", "utf8"));
const hands = new SandboxHands(ready.sandbox);
const caller = await callerOfKey(`Bearer ${ready.apiKey}`);
const cities = ready.registries[0];
const [notion, postgres, sheet] = cities.sides;
const db = new pg.Client({ connectionString: postgres.location.url });
await db.connect();
const ds = { dataSourceId: notion.location.dataSourceId };
const tab = { spreadsheetId: sheet.location.spreadsheetId, sheetId: sheet.location.sheetId };
async function run(label: string) {
  await hands.do("notion", "reset-counts", {}); await hands.do("google", "reset-counts", {});
  const asked = await requestRun(caller, cities.id, { kind: "sync" });
  for (;;) {
    const r = await getRun(caller, asked.id);
    if (!["queued", "running"].includes(r.status)) {
      const n = await hands.do<any>("notion", "counts", {}); const g = await hands.do<any>("google", "counts", {});
      console.log(label, r.status, JSON.stringify(r.counts), "notion", n.total, "w", n.writes, "google", JSON.stringify(g), r.error?.message ?? "", r.brakes.map((b) => b.message).join("|"), r.finishedAt && (Date.parse(r.finishedAt) - Date.parse(r.startedAt!)));
      if (r.counts.issue) console.log((await listIssues(caller, cities.id)).data.map((i) => i.message + i.rows));
      return r;
    }
    await new Promise((x) => setTimeout(x, 200));
  }
}
const count = async () => { const n = await hands.do<any>("notion", "rows", { ...ds, limit: 1 }); const g = await hands.do<any>("google", "rows", { ...tab, limit: 5000 }); const p = await db.query("select count(*)::int c from cities"); console.log("  rows", n.total, p.rows[0].c, g.rows?.length ?? Object.keys(g)); };
const what = process.argv[2];
if (what === "idle") await run("idle");
if (what === "edits") {
  const g = await hands.do<any>("google", "rows", { ...tab, limit: 10 });
  console.log(JSON.stringify(g).slice(0, 300));
  await hands.do("google", "edit-cell", { ...tab, row: 5, column: 1, value: "Edited in sheet" });
  const rows = await hands.do<any>("notion", "rows", { ...ds, limit: 5 });
  console.log(JSON.stringify(rows).slice(0, 300));
  await hands.do("notion", "edit-cell", { pageId: rows.rows[0].pageId, property: "Population", value: 12345 });
  await db.query(`update cities set "Name" = 'By SQL' where "City ID" = 745044`);
  const r = await run("edits");
  console.log(JSON.stringify((await listChanges(caller, r.id, null)).data, null, 0).slice(0, 2000));
  await run("again");
}
if (what === "deletes") {
  await count();
  const rows = await hands.do<any>("notion", "rows", { ...ds, limit: 3 });
  await hands.do("notion", "trash", { pageIds: rows.rows.slice(0, 3).map((r: any) => r.pageId) });
  await hands.do("google", "delete-rows", { ...tab, rows: [20, 30] });
  await db.query(`delete from cities where "City ID" in (select "City ID" from cities order by "Population" limit 2)`);
  await run("deletes"); await count(); await run("again"); await count();
}
if (what === "unshare") { await hands.do("notion", "unshare", ds); await run("unshared"); await count(); await hands.do("notion", "share", ds); await run("shared"); await count(); }
if (what === "clear") { const before = await hands.do<any>("google", "rows", { ...tab, limit: 5000 }); await hands.do("google", "clear-tab", tab); await run("cleared"); await count(); }
if (what === "empty") { await db.query("create table if not exists keep as select * from cities"); await db.query("delete from cities"); await run("emptied"); await count(); await db.query("insert into cities select * from keep"); await run("restored"); await count(); }
if (what === "truncated") { await hands.do("notion", "set-limits", { queryCap: 100 }); await run("truncated"); await count(); await hands.do("notion", "set-limits", { queryCap: 10000 }); }
process.exit(0);
