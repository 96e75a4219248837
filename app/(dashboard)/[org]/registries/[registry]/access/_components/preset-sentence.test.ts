import { expect, test } from "vitest";
import type { SideView } from "@/lib/services/registries/registry-view";
import { presetSentence } from "./preset-sentence";

const sides = [
  { id: "sid_1", kind: "google-sheets", title: "Google Sheets: Deals" },
] as unknown as SideView[];
const told = (preset: Parameters<typeof presetSentence>[0]["preset"], ...fields: string[]) =>
  presetSentence({ preset, side: "sid_1", fields }, sides);

test.each([
  ["foundation", "Every field is edited in Google Sheets (Deals) only; edits elsewhere are put back."],
  ["governed", "Status, Owner: edited in Google Sheets (Deals) only; edits elsewhere are put back."],
  ["may-not-edit", "Google Sheets (Deals) may not edit Status, Owner: edits there are put back."],
  ["may-edit", "Google Sheets (Deals) may edit Status, Owner again."],
] as const)("%s", (preset, sentence) => expect(told(preset, "Status", "Owner")).toBe(sentence));

test("nothing is said before side and fields are chosen", () => {
  expect(told("governed")).toBeNull();
  expect(presetSentence({ preset: "foundation", side: null, fields: ["Status"] }, sides)).toBeNull();
});
