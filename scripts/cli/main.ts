import { runScript } from "../plain-error.mjs";
import { auditFsck } from "./audit-fsck";
import { changelog } from "./changelog";
import { type Command, UsageError } from "./command";
import { keysRotate } from "./keys-rotate";
import { organizationCertificate } from "./organization-certificate";
import { planSet } from "./plan-set";
import { planShow } from "./plan-show";
import { verify } from "./verify";

/** sysexits(3): the command was used incorrectly. */
const EXIT_USAGE = 64;

const COMMANDS: readonly Command[] = [
  auditFsck,
  changelog,
  keysRotate,
  organizationCertificate,
  planSet,
  planShow,
  verify,
];

const USAGE = [
  "usage: chittysync <command> [options]",
  "",
  ...COMMANDS.flatMap(({ synopsis, does }) => [
    `  chittysync ${synopsis}`,
    ...does.split("\n").map((line) => `      ${line}`),
    "",
  ]),
  "  chittysync --help",
  "      shows this",
].join("\n");

async function main(args: readonly string[]): Promise<number> {
  if (args.some((arg) => arg === "--help" || arg === "-h")) {
    console.log(USAGE);
    return 0;
  }
  try {
    const command = COMMANDS.find(({ name }) => name === args.slice(0, wordsIn(name)).join(" "));
    if (!command) throw new UsageError(unknown(args));
    return await command.run(args.slice(wordsIn(command.name)));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`chittysync: ${error.message}\n\n${USAGE}`);
    return EXIT_USAGE;
  }
}

const wordsIn = (name: string): number => name.split(" ").length;

const unknown = (args: readonly string[]): string =>
  args.length === 0 ? "say what to do" : `there is no command '${args.join(" ")}'`;

runScript(() => main(process.argv.slice(2)));
