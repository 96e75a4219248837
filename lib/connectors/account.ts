/** The workspace, account or database behind credentials: the same id for other credentials to the same one. */
export interface Account {
  readonly id: string;
  /** What people call it. */
  readonly name: string;
}
