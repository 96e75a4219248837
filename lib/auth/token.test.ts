import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { hideKnown } from "@/lib/known-secrets";
import { newKeyText } from "./api-key-form";
import { isToken, tokenHash } from "./token";

/** As another process has made it. */
const foreign = () => randomBytes(32).toString("base64url");

test("what has our form is hidden from when it is presented", () => {
  const [token, state, key] = [foreign(), foreign(), newKeyText()];
  expect(isToken(token)).toBe(true);
  const request = `_${randomBytes(20).toString("hex")}`;
  for (const presented of [token, `org_01h455vb4pex5vsknk084sn02q.${state}`, key, request])
    tokenHash(presented);
  expect(hideKnown(`${token} ${state} ${key} ${request}`)).toBe("*** *** *** ***");
});

test.each([
  ',"level":"',
  "connection",
  "There is no such connection.",
  "job.turn-failed",
  "org_01h455vb4pex5vsknk084sn02q",
  "chs_live_connection",
  `${foreign()} and more`,
])("a stranger cannot make a hole in what is said: %s", (presented) => {
  tokenHash(presented);
  expect(hideKnown(presented)).toBe(presented);
  expect(new AppError("not-found", "There is no such connection.").message).toBe(
    "There is no such connection.",
  );
});
