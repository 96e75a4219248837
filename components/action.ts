/** What a server action answers: what went wrong and how to mend it, or nothing. */
export interface ActionResult {
  readonly problem: { readonly message: string; readonly remedy: string | null } | null;
}

export type Action = () => Promise<ActionResult>;
