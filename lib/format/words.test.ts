import { expect, test } from "vitest";
import { cellText, keyText, subjectText } from "./cell";
import { sideFlow } from "./flow";
import { planSentence } from "./plan-sentence";
import { decidedByWord, proofSentence, scheduleWord } from "./setting";
import { counterpartText, sideName } from "./side";

test("values and keys read as people write them", () => {
  expect(cellText(true)).toBe("Yes");
  expect(cellText(["a", "b"])).toBe("a, b");
  expect(cellText("0.10")).toBe("0.10");
  expect(keyText(["DE", "2024"])).toBe("DE / 2024");
});

test.each([
  ['["DE","2024"]', "DE / 2024"],
  ["a-record", "a-record"],
  ["[not a key", "[not a key"],
])("what an issue is about, %s, reads %s", (subject, text) => expect(subjectText(subject)).toBe(text));

test("an empty list proves what it says", () => {
  expect(proofSentence({ rows: 1000, equal: 1000, checked: "2 min ago" })).toBe(
    "1,000 of 1,000 rows are equal on all sides, checked 2 min ago.",
  );
  expect(proofSentence({ rows: 1, equal: 1, checked: "just now" })).toContain("1 of 1 row is equal");
  expect(proofSentence({ rows: 5, equal: null, checked: null })).toContain("Not checked yet");
});

test.each([
  ["minutes:1", "Every minute"],
  ["minutes:15", "Every 15 minutes"],
  ["hourly", "Every hour"],
  ["manual", "When asked"],
])("%s is %s", (schedule, word) => expect(scheduleWord(schedule)).toBe(word));

test("a side's flow is the sum of its mappings", () => {
  const flow = (...directions: string[]) => sideFlow(directions.map((direction) => ({ direction })));
  expect(flow("both", "off")).toBe("both");
  expect(flow("in", "out")).toBe("both");
  expect(flow("in", "off")).toBe("in");
  expect(flow("out")).toBe("out");
  expect(flow("off")).toBe("off");
  expect(flow()).toBe("off");
});

test("a plan says what it does on each side", () => {
  const sides = [
    { id: "a", kind: "notion", title: "Notion: Cities" },
    { id: "b", kind: "postgres", title: "cities" },
  ];
  const none = { create: 0, update: 0, delete: 0 };
  expect(planSentence({ a: { ...none, delete: 300 }, b: none }, sides)).toBe(
    "It would delete 300 rows in Notion (Cities).",
  );
  expect(planSentence({ a: { create: 1, update: 2, delete: 0 }, b: { ...none, delete: 1 } }, sides)).toBe(
    "It would create 1 row and update 2 rows in Notion (Cities) and delete 1 row in PostgreSQL (cities).",
  );
  expect(planSentence({}, sides)).toBe("It would write nothing.");
});

test("sides and counterparts have names, not only ids", () => {
  expect(sideName({ title: "Notion: 419ba526-e041-4ab5-8f38-2444c44ada44" })).toBe("Data source 419ba526");
  expect(sideName({ title: "Postgres: cities" })).toBe("cities");
  expect(counterpartText("postgres", "3")).toBe("column 3");
  expect(counterpartText("notion", "oC{M")).toBe("property oC{M");
  expect(counterpartText("google-sheets", "h:City ID")).toBe("City ID");
});

test("a verdict names its rule and why the time could not decide", () => {
  expect(decidedByWord("last-write-wins")).toBe("the last write wins");
  expect(decidedByWord("hash (origins overlap)")).toBe("the hash decides: origins overlap");
});
