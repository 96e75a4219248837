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

/** In place of an answer that did not come. */
export const UNREACHED: ActionResult = {
  problem: {
    message: "The answer did not come.",
    remedy: "Check your connection and try again; asking twice does no harm.",
  },
};
