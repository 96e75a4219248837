/** One command of the command line. */
export interface Command {
  /** The words that choose it, as one types them. */
  readonly name: string;
  readonly synopsis: string;
  readonly does: string;
  /** Answers the exit code. Throws UsageError, PlainError, or whatever went wrong. */
  run(args: readonly string[]): Promise<number>;
}

/** The command line cannot be read; the usage is shown and the exit code is 64. */
export class UsageError extends Error {}
