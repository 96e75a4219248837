/** What a test or a person may turn; the defaults are the documented or the least kind behaviour. */
export interface NotionSettings {
  /** Requests per connection in one window of 60 seconds. */
  readonly perMinute: number;
  /** Requests of all connections together in one window of `workspaceWindowMs`; null = no limit. */
  readonly workspaceBudget: number | null;
  readonly workspaceWindowMs: number;
  /** Requests per connection and endpoint in one window of 60 seconds; null = no limit. */
  readonly endpointBudget: number | null;
  /** Rows that one query gives out before it stops with `incomplete`. */
  readonly queryCap: number;
  /** Rows in one page of a query at most: real pages may be shorter than asked. */
  readonly pageRows: number;
  /** Every answer takes this long, so that chains of cursors cost something. */
  readonly latencyMs: number;
  /** And up to this much longer, each by a seeded chance. */
  readonly latencySpreadMs: number;
  /** Decides the order of queries without sorts. */
  readonly seed: number;
  /**
   * What moves a row's `last_edited_time`: an edit of its cells, one that changes nothing, one of its body,
   * trashing and restoring, and another type of one of its columns. Of the real API some of it is unknown.
   */
  readonly propertyBumpsEdited: boolean;
  readonly noopBumpsEdited: boolean;
  readonly contentBumpsEdited: boolean;
  readonly trashBumpsEdited: boolean;
  readonly schemaBumpsEdited: boolean;
  /** How long query and search show a page as it was before its last change. */
  readonly indexLagMs: number;
  /** Whether each change has a lag of its own, from none to `indexLagMs`, by seed. */
  readonly indexLagSpread: boolean;
  /** How long the trash keeps what is in it. */
  readonly purgeAfterMs: number;
  /** Size of a data source's schema as JSON, beyond which it takes no more. */
  readonly schemaMaxBytes: number;
  /** Pages that the workspace may hold (the free plan's block limit); null = no limit. */
  readonly blockLimit: number | null;
  /** Datetimes are stored down to this grain; whether the real API drops seconds is unknown. */
  readonly dateTimeGrainMs: number;
  /** Changes to one thing within this time become one webhook event, or none. */
  readonly webhookWindowMs: number;
  /** Events are sent up to this long after their window, each at a moment of its own. */
  readonly webhookDelayMs: number;
  /** Whether what is due at one time is sent in another order than it happened. */
  readonly webhookShuffled: boolean;
  /** How often of all times an event is never sent, sent again once it was taken, or forged as well (0 to 1). */
  readonly webhookLossRate: number;
  readonly webhookDuplicateRate: number;
  readonly webhookForgedRate: number;
  /** Whether the first message, with the token in it, is signed: sources disagree. */
  readonly webhookHandshakeSigned: boolean;
  readonly workspaceName: string;
  readonly connectionName: string;
  /** The public connection's OAuth credentials. */
  readonly clientId: string;
  readonly clientSecret: string;
}

export const DEFAULT_SETTINGS: NotionSettings = {
  perMinute: 180,
  workspaceBudget: null,
  workspaceWindowMs: 300_000,
  endpointBudget: null,
  queryCap: 10_000,
  pageRows: 100,
  latencyMs: 0,
  latencySpreadMs: 0,
  seed: 1,
  propertyBumpsEdited: true,
  noopBumpsEdited: true,
  contentBumpsEdited: true,
  trashBumpsEdited: false,
  schemaBumpsEdited: false,
  indexLagMs: 0,
  indexLagSpread: false,
  purgeAfterMs: 30 * 24 * 3_600_000,
  schemaMaxBytes: 50_000,
  blockLimit: null,
  dateTimeGrainMs: 1,
  webhookWindowMs: 30_000,
  webhookDelayMs: 0,
  webhookShuffled: true,
  webhookLossRate: 0,
  webhookDuplicateRate: 0,
  webhookForgedRate: 0,
  webhookHandshakeSigned: false,
  workspaceName: "Sandbox workspace",
  connectionName: "ChittySync",
  clientId: "sandbox-client",
  clientSecret: "sandbox-secret",
};
