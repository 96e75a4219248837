import type { Run } from "./rich-text";

/** What the sandbox remembers. Records are replaced, never changed in place. Times are epoch milliseconds. */

export type Capability = "read" | "update" | "insert" | "users" | "emails";

export const CAPABILITIES: readonly Capability[] = ["read", "update", "insert", "users", "emails"];

export interface UserRecord {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** Guests are found by id but not listed. */
  readonly guest: boolean;
}

/** A connection (integration) in the workspace; its id is the bot's. */
export interface ConnectionRecord {
  readonly id: string;
  readonly name: string;
  readonly capabilities: readonly Capability[];
  /** The person who authorized it by OAuth; null = an internal connection of the workspace. */
  readonly ownerId: string | null;
  /** Shut out by Notion until further notice. */
  readonly blocked?: boolean;
}

export interface TokenRecord {
  /** The access token itself. */
  readonly id: string;
  readonly connectionId: string;
  readonly refreshToken: string | null;
  readonly issuedAt: number;
  readonly active: boolean;
  /** The access token is over, the refresh token still lives. */
  readonly accessEnded?: boolean;
}

export interface CodeRecord {
  /** The authorization code itself. */
  readonly id: string;
  readonly redirectUri: string;
  readonly expiresAt: number;
}

/** A webhook subscription. Real ones are made in a screen; the address cannot change afterwards. */
export interface SubscriptionRecord {
  readonly id: string;
  readonly connectionId: string;
  readonly url: string;
  /** Proves that its owner reads what arrives at the address; then the key of every signature. */
  readonly verificationToken: string;
  readonly events: readonly string[];
  readonly apiVersion: string;
  readonly status: "pending" | "active" | "paused";
}

interface Authored {
  readonly createdAt: number;
  readonly editedAt: number;
  readonly createdBy: string;
  readonly editedBy: string;
  readonly inTrash: boolean;
  readonly trashedAt?: number;
}

export interface DatabaseRecord extends Authored {
  readonly id: string;
  readonly title: readonly Run[];
  readonly description: readonly Run[];
  /** Null = directly in the workspace. */
  readonly parentPageId: string | null;
  readonly isInline: boolean;
  readonly isLocked: boolean;
  readonly icon: unknown;
  readonly cover: unknown;
}

export interface OptionRecord {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly description: string | null;
}

export interface OptionGroup {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly optionIds: readonly string[];
}

export interface PropertyRecord {
  /** Decoded; every answer carries it URL-encoded. */
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  /** One of the API's property types, or a newer one that nobody knows yet (read as `{}`). */
  readonly type: string;
  /** select, multi_select, status. */
  readonly options?: readonly OptionRecord[];
  /** status. */
  readonly groups?: readonly OptionGroup[];
  /** number. */
  readonly format?: string;
  /** relation: the data source it points into, and the property on the other side if dual. */
  readonly target?: string;
  readonly syncedId?: string;
  /** unique_id. */
  readonly prefix?: string | null;
  /** formula and rollup: the configuration as it was given. */
  readonly computed?: Readonly<Record<string, unknown>>;
}

export interface DataSourceRecord extends Authored {
  readonly id: string;
  readonly databaseId: string;
  readonly title: readonly Run[];
  readonly description: readonly Run[];
  readonly properties: readonly PropertyRecord[];
  readonly icon: unknown;
  /** Connections that may not see it; `*` = none may. */
  readonly hiddenFrom: readonly string[];
  /** Connections that see the table and none of its rows, without being told so; `*` = all. */
  readonly rowsHiddenFrom?: readonly string[];
  /** The next row's unique id. */
  readonly nextNumber: number;
}

export interface DateValue {
  /** As every answer prints it: `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM:SS.sss+HH:MM`. */
  readonly start: string;
  readonly end: string | null;
}

export interface FileValue {
  readonly name: string;
  readonly kind: "external" | "hosted";
  readonly url: string;
}

/** A constant kept in a formula or rollup cell, in the API's own inner shape. */
export type ComputedValue = Readonly<Record<string, unknown>> & { readonly type: string };

/**
 * By property type: runs (title, rich_text), number, boolean (checkbox), option id (select, status), option
 * ids (multi_select), user ids (people), page ids (relation), text (url, email, phone_number). Null or
 * missing = empty.
 */
export type StoredValue =
  | readonly Run[]
  | readonly string[]
  | readonly FileValue[]
  | DateValue
  | ComputedValue
  | string
  | number
  | boolean
  | null;

export interface PageRecord extends Authored {
  readonly id: string;
  /** Null = a page that is no row; it has a title only. */
  readonly dataSourceId: string | null;
  readonly parentPageId: string | null;
  readonly values: Readonly<Record<string, StoredValue>>;
  readonly number: number;
  readonly isLocked: boolean;
  readonly icon: unknown;
  readonly cover: unknown;
  /** Connections that may not see this row, though they see its table; `*` = none may. */
  readonly hiddenFrom?: readonly string[];
  /** The block of its body that was changed last. */
  readonly touchedBlock?: string;
}

export interface WorkspaceRecord {
  readonly id: string;
  /** The person whose hands the control commands are. */
  readonly humanId: string;
  /** The page that databases are put under when nobody says where. */
  readonly homePageId: string;
  /** Raised to make all cursors invalid. */
  readonly cursorEpoch: number;
  /** Settings changed by `set-limits`. */
  readonly limits: Readonly<Record<string, unknown>>;
}
