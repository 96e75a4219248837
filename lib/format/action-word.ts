/** What an entry of the audit log says happened; the area that it is of stands before the point. */
const WORDS: Readonly<Record<string, string>> = {
  "organization.created": "Organization made",
  "organization.renamed": "Organization renamed",
  "organization.closing": "Deletion of the organization begun",
  "organization.kept": "Deletion of the organization called off",
  "organization.purged": "Organization removed",
  "member.invited": "Member invited",
  "member.uninvited": "Invitation taken back",
  "member.joined": "Member joined",
  "member.changed": "Role changed",
  "member.removed": "Member removed",
  "person.renamed": "Name changed",
  "session.opened": "Signed in",
  "session.closed": "Signed out",
  "session.revoked": "Session ended",
  "session.broke-glass": "Signed in past the provider",
  "sign-in.failed": "Sign-in failed",
  "identity.linked": "Way to sign in added",
  "identity.unlinked": "Way to sign in removed",
  "identity-provider.created": "Identity provider added",
  "identity-provider.changed": "Identity provider changed",
  "identity-provider.deleted": "Identity provider removed",
  "domain.added": "Domain added",
  "domain.verified": "Domain verified",
  "domain.removed": "Domain removed",
  "domain.lapsed": "Domain no longer proven",
  "sign-in.required": "Way to sign in required",
  "sign-in.break-glass-changed": "Owners who always come in changed",
  "plan.changed": "Plan changed",
  "plan.over-limit": "Over the plan's limit",
  "plan.within-limit": "Within the plan's limit again",
  "connection.created": "Connection made",
  "connection.checked": "Connection checked",
  "connection.renamed": "Connection renamed",
  "connection.refused": "Connection refused",
  "connection.reconnected": "Connection renewed",
  "connection.disconnected": "Connection ended",
  "connection.deleted": "Connection removed",
  "connection.picker-opened": "Spreadsheets chosen",
  "connection.place-created": "Table or sheet made",
  "connection.place-extended": "Columns added to a place",
  "registry.created": "Registry made",
  "registry.updated": "Settings changed",
  "registry.paused": "Registry paused",
  "registry.resumed": "Registry resumed",
  "registry.deleted": "Registry deleted",
  "registry.muted": "Registry muted",
  "registry.unmuted": "Registry heard again",
  "draft.begun": "Draft begun",
  "draft.changed": "Draft changed",
  "draft.surveyed": "Draft's rows read",
  "draft.tried": "Draft tried",
  "draft.started": "Draft started",
  "draft.dropped": "Draft dropped",
  "api-key.created": "API key made",
  "api-key.revoked": "API key revoked",
  "run.requested": "Run asked for",
  "run.planned": "Run planned",
  "run.held": "Run held",
  "run.approved": "Plan approved",
  "run.rejected": "Plan rejected",
  "run.expired": "Held plan expired",
  "run.closed": "Run ended",
  "drift.checked": "Drift checked",
  "row.merged": "Row merged",
  "row.deleted": "Row deleted",
  "row.written": "Row written",
  "row.refused": "Write refused",
  "row.stale": "Write overtaken",
  "row.ordered": "Row ordered",
  "row.excluded": "Row kept out",
  "row.included": "Row taken up again",
  "conflict.recorded": "Conflict found",
  "conflict.resolved": "Conflict decided",
  "conflict.reopened": "Conflict reopened",
  "issue.retried": "Issue tried again",
  "issue.skipped": "Issue put aside",
  "schema.drafted": "Schema drafted",
  "schema.published": "Schema published",
  "option-set.created": "Option set made",
  "option-set.updated": "Option set changed",
  "option-set.deleted": "Option set deleted",
  "audit.exported": "Audit log exported",
  "channel.created": "Notifications set up",
  "channel.changed": "Notifications changed",
  "channel.asked": "Address asked to confirm",
  "channel.confirmed": "Address confirmed",
  "channel.tested": "Test message sent",
  "channel.secret-rotated": "Webhook's secret renewed",
  "channel.enabled": "Notifications turned on",
  "channel.disabled": "Notifications turned off",
  "channel.muted": "Notifications muted",
  "channel.unmuted": "Notifications heard again",
  "channel.deleted": "Notifications removed",
  "delivery.resent": "Message sent again",
};

export const actionWord = (action: string): string => WORDS[action] ?? action;

const WRITTEN: Readonly<Record<string, string>> = {
  create: "Row made on a side",
  update: "Row changed on a side",
  delete: "Row deleted on a side",
};

/** The same of an entry, which says of a write what it did. */
export const entryWord = ({ action, op }: { readonly action: string; readonly op: string | null }): string =>
  (action === "row.written" && op !== null && WRITTEN[op]) || actionWord(action);

/** Every action by its area, each with its words, in the order of the log's vocabulary. */
export const ACTION_WORDS: readonly (readonly [action: string, word: string])[] = Object.entries(WORDS);

const AREAS: Readonly<Record<string, string>> = {
  row: "Everything about rows",
  run: "Everything about runs",
  registry: "Everything about registries",
  conflict: "Everything about conflicts",
  connection: "Everything about connections",
  member: "Everything about members",
  schema: "Everything about schemas",
};

/** Areas that are looked for as a whole. */
export const AREA_WORDS: readonly (readonly [area: string, word: string])[] = Object.entries(AREAS);

const ENDINGS: Readonly<Record<string, string>> = { ok: "Done", refused: "Refused", failed: "Failed" };

export const outcomeOfEntry = (outcome: string): string => ENDINGS[outcome] ?? outcome;

const ACTORS: Readonly<Record<string, string>> = {
  person: "A former member",
  "api-key": "An API key",
  schedule: "Schedule",
  system: "ChittySync",
};

/** Who caused an entry: by name where there is one, else by what he is. */
export const actorName = ({ type, name }: { readonly type: string; readonly name: string | null }): string =>
  name ?? ACTORS[type] ?? type;
