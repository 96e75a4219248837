import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AppError } from "@/lib/errors";
import { readKeyFile } from "./key-file";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "chittysync-key-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function written(text: string, mode = 0o600): string {
  const file = path.join(folder, "vault.key");
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

const key = randomBytes(32);
const good = key.toString("base64");

describe("a key file", () => {
  test.each([
    ["as openssl writes it", `${good}\n`],
    ["without a last line's end", good],
    ["with an end of line of Windows", `${good}\r\n`],
  ])("is read %s", (_what, text) => {
    expect(readKeyFile(written(text))).toEqual(key);
  });

  test("may be kept from being written by its owner too", () => {
    expect(readKeyFile(written(good, 0o400))).toEqual(key);
  });

  test("of random bytes is never taken for one that is not", () => {
    for (let round = 0; round < 500; round += 1) {
      const made = randomBytes(32);
      expect(readKeyFile(written(made.toString("base64")))).toEqual(made);
    }
  });
});

function refusal(file: string): AppError {
  try {
    readKeyFile(file);
  } catch (error) {
    return error as AppError;
  }
  throw new Error("the key was taken");
}

describe("a key file is refused", () => {
  test.runIf(process.platform !== "win32").each([0o640, 0o604, 0o660, 0o644, 0o610, 0o601, 0o777])(
    "with mode %o",
    (mode) => {
      expect(refusal(written(good, mode)).message).toMatch(/can be read by others/);
    },
  );

  test.each([
    ["an empty one", ""],
    ["31 bytes", randomBytes(31).toString("base64")],
    ["33 bytes", randomBytes(33).toString("base64")],
    ["hex", key.toString("hex")],
    ["raw bytes", key.toString("latin1")],
    ["a password", "correct horse battery staple"],
    ["a key with a comment", `${good} # the vault's`],
    ["two keys", `${good}\n${good}`],
    ["base64 with holes", `${good.slice(0, 20)} ${good.slice(20)}`],
  ])("with %s", (_what, text) => {
    const error = refusal(written(text));
    expect(error.message).toMatch(/does not hold 32 bytes in base64/);
    if (text) expect(error.message).not.toContain(text);
  });

  test.each([
    ["zeros", Buffer.alloc(32)],
    ["one byte again and again", Buffer.alloc(32, 0xa5)],
    ["two bytes in turn", Buffer.from("ab".repeat(16))],
    ["eight bytes again and again", Buffer.concat(Array(4).fill(Buffer.from("01234567")))],
    ["a word again and again", Buffer.from("chittysync".repeat(4).slice(0, 32))],
  ])("with %s", (_what, bytes) => {
    expect(refusal(written(bytes.toString("base64"))).message).toMatch(/not random/);
  });

  test("that is missing, or a folder", () => {
    const missing = refusal(path.join(folder, "missing.key"));
    expect(missing).toBeInstanceOf(AppError);
    expect(missing).toMatchObject({ kind: "internal", remedy: expect.stringContaining("openssl rand") });
    expect(missing.message).toMatch(/missing\.key does not exist/);
    mkdirSync(path.join(folder, "inner"), { mode: 0o700 });
    expect(refusal(path.join(folder, "inner")).message).toMatch(/is not a file/);
  });

  test.runIf(process.getuid)("of another user", () => {
    const file = written(good);
    const ours = process.getuid?.() ?? 0;
    const getuid = vi.spyOn(process as { getuid(): number }, "getuid").mockReturnValue(ours + 1);
    expect(refusal(file).message).toMatch(/belongs to another user/);
    getuid.mockRestore();
  });

  test.skipIf(process.platform === "win32" || process.getuid?.() === 0)("that its owner may not read", () => {
    expect(refusal(written(good, 0o200)).message).toMatch(/cannot be read/);
  });
});
