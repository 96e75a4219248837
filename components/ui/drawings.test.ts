import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "../..");

/**
 * What the server draws it may send in pieces, cut anywhere. A piece of a drawing comes in a hidden drawing, by a style
 * attribute that the page's policy refuses: it would stand at the page's end until its place is there. A module that is
 * drawn by reference is never cut.
 */
test("no drawing is cut on the way to the page", () => {
  const drawings = ["app", "components"].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".tsx"))
      .map((file) => ({
        file: path.join(folder, file),
        text: readFileSync(path.join(ROOT, folder, file), "utf8"),
      }))
      .filter(({ text }) => text.includes("<svg")),
  );
  expect(drawings.length).toBeGreaterThan(4);
  expect(drawings.filter(({ text }) => !text.startsWith('"use client"')).map(({ file }) => file)).toEqual([]);
});
