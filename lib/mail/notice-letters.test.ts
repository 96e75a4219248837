import { expect, test } from "vitest";
import { noticeLetter } from "./notice-letters";
import type { NoticeMessage } from "./notice-message";
import { noticeText } from "./notice-text";
import { slackMessage } from "./slack-message";

const HELD: NoticeMessage = {
  type: "registry.held",
  timestamp: "2026-11-29T10:00:00.000Z",
  data: {
    organization: { id: "org_1", name: "Acme" },
    url: "https://app.example.com/org_1/runs/run_1",
    registry: { id: "reg_1", name: "Cities" },
    brakes: [
      {
        ...{ kind: "deletes", title: "More deletes than the limit", value: 36, limit: 24, total: 240 },
        message: "This run would delete 36 of 240 rows on Notion.",
      },
    ],
    deciders: ["owner", "admin", "approver"],
    expiresAt: "2026-12-06T10:00:00.000Z",
  },
};

const about = (type: string, data: Partial<NoticeMessage["data"]> = {}): NoticeMessage => ({
  ...HELD,
  type,
  data: { ...HELD.data, ...data },
});

test("a held plan's letter says what, which brake and number, who decides, and until when", () => {
  const { subject, text, html } = noticeLetter(HELD, {
    muteUrl: "https://app.example.com/mute/t",
    mayDecide: true,
  });
  expect(subject).toBe("Cities is held for approval (Acme on ChittySync)");
  expect(text).toContain("Your approval is asked for.");
  expect(text).toContain("More deletes than the limit: This run would delete 36 of 240 rows on Notion.");
  expect(text).toContain("Somebody with the role owner, admin or approver decides.");
  expect(text).toContain("On 6 Dec 2026, 10:00:00 UTC this plan ends");
  expect(text).toContain("See the plan and decide: https://app.example.com/org_1/runs/run_1");
  expect(text).toContain("https://app.example.com/mute/t");
  expect(html).toContain('href="https://app.example.com/mute/t"');
  expect(noticeLetter(HELD, { muteUrl: "u", mayDecide: false }).text).not.toContain("Your approval");
});

test.each([
  [about("registry.held.ended", { outcome: "approved" }), "Cities is held no more: the plan was approved"],
  [about("registry.stopped", { reason: "Read\nagain." }), "Cities is stopped for safety"],
  [about("registry.stopped.ended", { since: "2026-11-29T09:00:00.000Z" }), "Cities is mended"],
  [about("registry.issues", { issues: 2, conflicts: 1 }), "Cities is up to date, with issues"],
  [about("registry.drift", { rows: 1204, equal: 1203, extra: 1 }), "Drift was found in Cities"],
  [
    about("connection.lost", { connection: { id: "con_1", name: "Notion", kind: "notion" } }),
    "Notion refuses us",
  ],
  [about("digest", { held: 1, conflicts: 2, issues: 0 }), "1 held plan and 2 conflicts wait for somebody"],
])("each has words: $type", (message, subject) => {
  expect(noticeText(message).subject).toBe(subject);
});

test("a name speaks in nobody's voice, and Slack is given nothing of its own", () => {
  const evil = about("registry.stopped", {
    registry: { id: "reg_1", name: "Cities\r\nhttp://evil.example/" },
    reason: "<!channel> & <http://evil.example|x>",
  });
  expect(noticeText(evil).subject).toBe("Cities is stopped for safety");
  const { text } = slackMessage(evil);
  expect(text).toContain("&lt;!channel&gt; &amp; &lt;http");
  expect(text).toContain("<https://app.example.com/org_1/runs/run_1|See the cause>");
});
