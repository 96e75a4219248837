/** What a server action answers: what went wrong and how to mend it, or nothing. */
export interface ActionResult {
  readonly problem: { readonly message: string; readonly remedy: string | null } | null;
  /** The page of what the action made, where there is one. */
  readonly goTo?: string | undefined;
}

export type Action = () => Promise<ActionResult>;
