/** A failure whose message is the whole answer for the person at the keyboard: it is printed without a stack. */
export class PlainError extends Error {}

/** Runs a script's main function; a PlainError becomes one sentence on standard error and exit code 1. */
export function runScript(main) {
  const ran = (async () => main())();
  ran.then(
    (code) => {
      if (typeof code === "number") process.exitCode = code;
    },
    (error) => {
      console.error(error instanceof PlainError ? `chittysync: ${error.message}` : error);
      process.exitCode = 1;
    },
  );
}

/** Whether this module is the one node was asked to run. */
export function isMain(importMeta) {
  return importMeta.main ?? process.argv[1] === importMeta.filename;
}
