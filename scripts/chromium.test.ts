import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { findChromium } from "./chromium.mjs";

test("CHROMIUM_PATH decides, and must name a program that exists", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "chittysync-chromium-"));
  const program = path.join(folder, "my-chromium");
  writeFileSync(program, "");
  expect(findChromium({ CHROMIUM_PATH: program })).toBe(program);
  expect(() => findChromium({ CHROMIUM_PATH: `${program}-not` })).toThrow(/does not exist/);
  rmSync(folder, { recursive: true });
});

test.runIf(process.platform === "linux")("a browser is found by any of its names on the PATH", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "chittysync-chromium-"));
  writeFileSync(path.join(folder, "google-chrome-stable"), "");
  expect(findChromium({ PATH: folder })).toBeTypeOf("string");
  rmSync(folder, { recursive: true });
});
