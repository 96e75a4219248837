import path from "node:path";
import { parseArgs } from "node:util";
import { PlainError } from "../plain-error.mjs";

const USAGE = "usage: npm run demo -- [--port P] [--data DIR] [--headless] [--json] [--no-seed]";

/**
 * @typedef {{ port: number | undefined, directory: string, isHeadless: boolean, asJson: boolean, isSeeded: boolean }} DemoOptions
 */

/**
 * The demo's command line. A relative folder is meant from where npm was called.
 * @param {string[]} argv
 * @param {string} root
 * @returns {DemoOptions}
 */
export function readOptions(argv, root) {
  const { port, data, headless, json, "no-seed": bare } = parse(argv);
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535))
    throw new PlainError(`'${port}' is not a port; ${USAGE}`);
  return {
    port: port === undefined ? undefined : Number(port),
    directory: data
      ? path.resolve(process.env.INIT_CWD ?? process.cwd(), data)
      : path.join(root, ".data/demo"),
    isHeadless: headless,
    asJson: json,
    isSeeded: !bare,
  };
}

function parse(argv) {
  const flag = { type: "boolean", default: false };
  const text = { type: "string" };
  const options = { port: text, data: text, headless: flag, json: flag, "no-seed": flag };
  try {
    return parseArgs({ args: argv, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new PlainError(`${error.message.split(".")[0]}; ${USAGE}`);
  }
}
