import { existsSync, readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/** Lines of a failure that are told again: what was expected and what came, not the whole stack. */
const LINES = 14;

/**
 * The failed tests of a report of Vitest (Jest's format) or Playwright, each with the beginning of what it said; none
 * where there is no report. Said once more at the end, as the end is what is kept of a long output.
 * @param {string | undefined} report
 * @returns {string[]}
 */
export function failuresOf(report) {
  if (report === undefined || !existsSync(report)) return [];
  const { suites = [], testResults = [] } = JSON.parse(readFileSync(report, "utf8"));
  return [...suites.flatMap(ofPlaywright), ...testResults.flatMap(ofVitest)];
}

function ofPlaywright({ suites = [], specs = [] }) {
  const failed = specs.filter(({ ok }) => !ok);
  return [...suites.flatMap(ofPlaywright), ...failed.map((spec) => told(spec.file, spec.title, said(spec)))];
}

const said = ({ tests }) =>
  tests.flatMap(({ results }) => results.flatMap(({ errors }) => errors.map(({ message }) => message)));

function ofVitest({ name, message, assertionResults }) {
  const failed = assertionResults.filter(({ status }) => status === "failed");
  // A file that could not be read has no tests, and says so itself.
  if (failed.length === 0) return message ? [told(name, "", [message])] : [];
  return failed.map(({ fullName, failureMessages }) => told(name, fullName, failureMessages));
}

function told(file, title, messages) {
  const lines = stripVTControlCharacters(messages.join("\n")).split("\n").slice(0, LINES);
  return [`FAILED  ${file}  ${title}`.trimEnd(), ...lines.map((line) => `    ${line}`)].join("\n");
}
