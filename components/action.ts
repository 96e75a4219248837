/** What a server action answers: what went wrong and how to mend it, or nothing. */
export interface ActionResult {
  readonly problem: {
    readonly message: string;
    readonly remedy: string | null;
    /** What is wrong in each place of what was sent. */
    readonly faults?: readonly string[];
  } | null;
}

export type Action = () => Promise<ActionResult>;
