/** What a server action answers: what went wrong and how to mend it, or nothing. */
export interface ActionResult {
  readonly problem: {
    readonly message: string;
    readonly remedy: string | null;
    /** What is wrong in each place of what was sent. */
    readonly faults?: readonly string[];
  } | null;
  /** The page of what the action made, where there is one. */
  readonly goTo?: string | undefined;
}

export type Action = () => Promise<ActionResult>;

/** In place of an answer that did not come. */
export const UNREACHED: ActionResult = {
  problem: {
    message: "The answer did not come.",
    remedy: "Check your connection and try again; asking twice does no harm.",
  },
};

/** A refusal with the places in what was sent that caused it, as JSON pointers. */
export interface Refusal {
  readonly message: string;
  readonly remedy: string | null;
  readonly paths: readonly { readonly path: string; readonly message: string }[];
}

/** What a server action answers that is asked for something. */
export type Asked<T> =
  | { readonly refusal: Refusal; readonly view: null }
  | { readonly refusal: null; readonly view: T };
