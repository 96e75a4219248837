import { expect, test } from "vitest";
import { channelRequest, channelSettings } from "./channel-request";

function formOf(fields: readonly (readonly [string, string])[]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}

const SETTINGS = [
  ["name", " Duty desk "],
  ["level", "critical"],
  ["registries", "reg_1"],
  ["registries", "reg_2"],
  ["issuesOver", "10"],
  ["digest", "on"],
  ["timeZone", "Europe/Berlin"],
] as const;

test("the form's fields become what the service takes", () => {
  const settings = {
    ...{ name: "Duty desk", level: "critical", registries: ["reg_1", "reg_2"], issuesOver: 10 },
    ...{ digest: true, timeZone: "Europe/Berlin" },
  };
  expect(channelSettings(formOf(SETTINGS))).toEqual(settings);
  expect(channelRequest(formOf([...SETTINGS, ["url", " https://a.example "]]), "webhook")).toEqual({
    ...settings,
    kind: "webhook",
    url: "https://a.example",
  });
  expect(channelRequest(formOf([...SETTINGS, ["roles", "owner"], ["roles", "admin"]]), "roles")).toEqual({
    ...settings,
    kind: "roles",
    roles: ["owner", "admin"],
  });
});

test("what is not ticked is all registries, and no digest", () => {
  const { registries, digest, level } = channelSettings(formOf([["level", "warning"]]));
  expect({ registries, digest, level }).toEqual({ registries: [], digest: false, level: "warning" });
});
