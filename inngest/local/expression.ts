import { parse } from "@marcbachmann/cel-js";
import { digest } from "./ids";

type Compiled = (context: Record<string, unknown>) => unknown;

const compiled = new Map<string, Compiled | null>();

function compile(expression: string): Compiled | null {
  const known = compiled.get(expression);
  if (known !== undefined) return known;
  let made: Compiled | null = null;
  try {
    made = parse(expression) as Compiled;
  } catch {
    // Registration has refused it by then; anyone else's matches nothing.
  }
  compiled.set(expression, made);
  return made;
}

export const isExpression = (text: string): boolean => compile(text) !== null;

/** The value of a CEL expression; undefined when it is invalid or reads a field that is not there. */
function evaluate(expression: string, context: Record<string, unknown>): unknown {
  try {
    return compile(expression)?.(context);
  } catch {
    return undefined;
  }
}

/** Whether a condition holds; none given holds always. */
export const holds = (expression: string | undefined, context: Record<string, unknown>): boolean =>
  expression === undefined || expression === "" || evaluate(expression, context) === true;

/** A bounded key for the value of `expression`; every event shares one key when there is no expression. */
export function keyOf(expression: string | undefined, event: unknown): string {
  if (expression === undefined) return "";
  const value = evaluate(expression, { event });
  return digest(
    JSON.stringify(value ?? null, (_key, part: unknown) => (typeof part === "bigint" ? Number(part) : part)),
  );
}
