import { readFileSync, statSync } from "node:fs";
import { parseArgs } from "node:util";
import { openNote } from "@/lib/ledger/signed-note";
import { verifyExported, wordsOf } from "../../public/audit/verify.mjs";
import { PlainError } from "../plain-error.mjs";
import { type Command, UsageError } from "./command";

const EXIT_FAULT = 2;

/** Verifies what we signed with public keys alone: no database, no network, no environment. */
export const verify: Command = {
  name: "verify",
  synopsis: "verify FILE --keys VKEYS",
  does: [
    "verifies a certificate of deletion, an audit bundle (zip or folder) or an audit export (.ndjson) offline, with",
    "the keys of a file (<APP_URL>/.well-known/vkeys.txt, kept from when you trusted it).",
    "Exit code 0: as it was signed; 2: not; 1: could not look",
  ].join("\n"),
  async run(args) {
    const { file, keys } = parse(args);
    if (isExported(file)) return verifyAudit(file, read(keys));
    const vkeys = read(keys)
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
    const { text, signedBy, fault } = opened(read(file), vkeys, keys);
    if (fault !== null) {
      console.log(`${file}: ${fault}`);
      return EXIT_FAULT;
    }
    console.log(`${file}: as ${signedBy} signed it`);
    console.log(text.trimEnd());
    return 0;
  },
};

const isExported = (file: string): boolean =>
  /[.](ndjson|zip)$/.test(file) || statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;

async function verifyAudit(file: string, keys: string): Promise<number> {
  try {
    const result = await verifyExported(file, keys);
    console.log(`${file}: ${result.fault ?? wordsOf(result)}`);
    return result.fault === null ? 0 : EXIT_FAULT;
  } catch (error) {
    throw new PlainError(`${file} cannot be verified: ${error instanceof Error ? error.message : error}`);
  }
}

function parse(args: readonly string[]): { file: string; keys: string } {
  try {
    const options = { keys: { type: "string" } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [file, ...rest] = positionals;
    if (file === undefined || rest.length > 0) throw new Error("name the one file that is to be verified");
    if (values.keys === undefined) throw new Error("--keys names the file with the verifier keys");
    return { file, keys: values.keys };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "the options cannot be read");
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new PlainError(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}

function opened(note: string, vkeys: readonly string[], keysFile: string) {
  try {
    return openNote(note, vkeys);
  } catch {
    throw new PlainError(`${keysFile} holds a line that is no verifier key.`);
  }
}
