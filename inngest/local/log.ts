export type Log = (message: string, fields?: Readonly<Record<string, string | number | boolean>>) => void;

/** One JSON line per message on stderr; stdout carries only the ready line. Never pass payloads or keys. */
export const stderrLog: Log = (message, fields = {}) => {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), runner: message, ...fields })}\n`);
};

/** What may be said of a thrown thing: its message, cut. */
export const reasonOf = (thrown: unknown): string =>
  (thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 300);
