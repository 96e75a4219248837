import fc from "fast-check";
import { expect, test } from "vitest";
import { isUuid, newUuid, publicId, uuidOf } from "./ids";

test("an id gives its uuid back, for its own prefix only", () => {
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      const id = publicId("reg", uuid);
      expect(id).toMatch(/^reg_[0-9a-z]{26}$/);
      expect(uuidOf("reg", id)).toBe(uuid.toLowerCase());
      expect(uuidOf("run", id)).toBeNull();
    }),
  );
});

test.each([
  "",
  "reg_",
  "reg_!",
  "reg_zzzzzzzzzzzzzzzzzzzzzzzzzz",
  "reg_00000000000000000000000001x",
  "__proto__",
])("%j is no id", (text) => expect(uuidOf("reg", text)).toBeNull());

test("new ids sort by time", () => {
  const made = Array.from({ length: 50 }, () => newUuid());
  expect(made.every(isUuid)).toBe(true);
  expect([...made].sort()).toEqual(made);
});
