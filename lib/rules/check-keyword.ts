/** Whether one keyword's value has its shape, whatever the schema around it judges. */
import { linearPattern } from "./linear-pattern.mjs";
import { isObject, isSubschema, KEYWORDS } from "./schema-shape";
import { FORMATS, JSON_TYPES } from "./value-form";

const MAX_MEMBERS = 1_000;

/** What is wrong, and where below the keyword. */
export interface KeywordProblem {
  readonly path: readonly string[];
  readonly message: string;
}

export function keywordProblems(keyword: string, value: unknown): KeywordProblem[] {
  switch (KEYWORDS[keyword]) {
    case undefined:
      return says(`The keyword ${JSON.stringify(keyword.slice(0, 80))} is not supported.`);
    case "schema":
      return isSubschema(value) ? [] : says(`${keyword} takes a schema.`);
    case "schemas":
      return isFilledList(value, isSubschema) ? [] : says(`${keyword} takes a list of schemas.`);
    case "schema-map":
      return isMap(value, isSubschema) ? [] : says(`${keyword} takes schemas by name.`);
    case "pattern-map":
      return isMap(value, isSubschema) ? patternsOf(value) : says(`${keyword} takes schemas by pattern.`);
    case "names":
      return isList(value, isString) ? [] : says(`${keyword} takes a list of names.`);
    case "names-map":
      return isMap(value, (list) => isList(list, isString))
        ? []
        : says(`${keyword} takes lists of names by name.`);
    case "number":
      return isNumber(value) ? [] : says(`${keyword} takes a number.`);
    case "positive":
      return isNumber(value) && value > 0 ? [] : says(`${keyword} takes a number above 0.`);
    case "count":
      return Number.isSafeInteger(value) && Number(value) >= 0
        ? []
        : says(`${keyword} takes a whole number, 0 or more.`);
    case "flag":
      return typeof value === "boolean" ? [] : says(`${keyword} takes true or false.`);
    case "pattern":
      return patternProblems(value);
    case "format":
      return FORMATS.some((format) => format === value)
        ? []
        : says(`The format is not checked here; use one of ${FORMATS.join(", ")}.`);
    case "type":
      return typesOf(value) === null ? says(`type takes one or more of ${JSON_TYPES.join(", ")}.`) : [];
    case "members":
      return Array.isArray(value) && value.length > 0 && value.length <= MAX_MEMBERS
        ? []
        : says(`enum takes a list of 1 to ${MAX_MEMBERS} values.`);
    default:
      return [];
  }
}

/** The types that a `type` keyword names; null if it names anything else. */
export function typesOf(value: unknown): string[] | null {
  const list = Array.isArray(value) ? value : [value];
  const isValid = list.length > 0 && list.every((type) => JSON_TYPES.some((known) => known === type));
  return isValid ? list : null;
}

function patternProblems(value: unknown): KeywordProblem[] {
  if (typeof value !== "string") return says("pattern takes a regular expression.");
  const compiled = linearPattern(value);
  return compiled.isRefused ? says(`The pattern ${compiled.why}.`) : [];
}

const patternsOf = (map: unknown): KeywordProblem[] =>
  Object.keys(isObject(map) ? map : {}).flatMap((pattern) =>
    patternProblems(pattern).map((problem) => ({ ...problem, path: [pattern] })),
  );

const says = (message: string): KeywordProblem[] => [{ path: [], message }];

const isString = (value: unknown): boolean => typeof value === "string";

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

type IsMember = (member: unknown) => boolean;

const isList = (value: unknown, isMember: IsMember): boolean => Array.isArray(value) && value.every(isMember);

const isFilledList = (value: unknown, isMember: IsMember): boolean =>
  isList(value, isMember) && Array.isArray(value) && value.length > 0;

const isMap = (value: unknown, isMember: IsMember): boolean =>
  isObject(value) && Object.values(value).every(isMember);
