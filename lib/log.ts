/** Shapes of secrets that must never reach a log, whatever carried them there. */
const SECRET =
  /(secret_|ntn_|ya29\.|1\/\/|sk_(live|test)_|whsec_|chs_(live|test)_|signkey-)[A-Za-z0-9._~+/-]+|Bearer\s+\S+|(postgres(?:ql)?:\/\/[^:@\s/]*:)[^@\s]*@/gi;

export const scrub = (text: string): string =>
  text.replace(SECRET, (_all, _a, _b, database?: string) => (database ? `${database}***@` : "***"));

type Level = "info" | "warn" | "error";

/** One JSON line per event on standard error; ids and counts, never rows or credentials. */
export function log(level: Level, event: string, facts: Readonly<Record<string, unknown>> = {}): void {
  const line = JSON.stringify({ at: new Date().toISOString(), level, event, ...facts }, replaceErrors);
  process.stderr.write(`${scrub(line)}\n`);
}

function replaceErrors(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  return { name: value.name, message: value.message, stack: value.stack, cause: value.cause };
}
