import { expect, test } from "vitest";
import { judgeRequirement, type Requirement } from "./judge-requirement";

const judge = (given: Partial<Requirement>) =>
  judgeRequirement({ isOn: true, hasDomain: true, isTried: true, breakGlassOwners: 1, ...given });

test.each<[string, Partial<Requirement>, unknown]>([
  ["all of it", {}, { ok: true }],
  ["two break-glass owners", { breakGlassOwners: 2 }, { ok: true }],
  ["turned off", { isOn: false }, { ok: false, why: "off" }],
  ["no domain", { hasDomain: false }, { ok: false, why: "no-domain" }],
  ["not tried", { isTried: false }, { ok: false, why: "not-tried" }],
  ["no break-glass owner", { breakGlassOwners: 0 }, { ok: false, why: "no-break-glass" }],
])("%s", (_, given, verdict) => expect(judge(given)).toEqual(verdict));
