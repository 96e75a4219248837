import type { RegistryDefinition } from "@/lib/db/registries";
import type { FoundDrift, WaitingCause, WaitingField } from "@/lib/db/rows/attention";
import type { StoredRun } from "@/lib/db/runs";
import { brakeWord } from "@/lib/format/brake-word";
import { whatMends } from "@/lib/format/connection-word";
import { counted, formatCount } from "@/lib/format/count";
import { driftWord } from "@/lib/format/drift-word";
import { issueTitle } from "@/lib/format/issue-title";
import { stateWord } from "@/lib/format/registry-state";
import { publicId } from "@/lib/ids";
import type { ConnectionView } from "../connections/connection-view";
import { newColumnsOf } from "../registries/new-columns";
import { heldSince } from "../runs/held-run";
import { type AttentionKind, type AttentionSubject, attentionId } from "./attention-id";

/** One cause that waits for a person, and how much waits behind it. */
export interface AttentionGroupView {
  /** Names it in an address. */
  readonly id: string;
  readonly kind: AttentionKind;
  /** Null for a connection, which several registries may use. */
  readonly registry: { readonly id: string; readonly name: string } | null;
  /** The system it is about, where it is about one. */
  readonly system: string | null;
  readonly title: string;
  /** What is wrong, one sentence. */
  readonly detail: string;
  /** Of what the organization's count of all counts. */
  readonly count: number;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** When a held plan ends by itself. */
  readonly expiresAt: string | null;
}

export const isStopped = ({ state, paused }: RegistryDefinition): boolean => state === "stopped" && !paused;

export const connection = ({ id, kind, name, status, problem }: ConnectionView): AttentionGroupView => ({
  ...group({ kind: "connection", connection: id }, null),
  system: kind,
  title: name,
  detail: `${problem ?? ""} ${whatMends(status)}`.trim(),
});

export const stopped = (registry: RegistryDefinition): AttentionGroupView => ({
  ...group({ kind: "stopped", registry: publicId("reg", registry.id) }, registry),
  title: stateWord("stopped").word,
  detail: registry.stateReason ?? stateWord("stopped").meaning,
  ...seen(registry.lastRunAt),
});

export function approval(run: StoredRun, registry: RegistryDefinition): AttentionGroupView {
  const [brake] = run.brakes;
  return {
    ...group({ kind: "approval", run: publicId("run", run.id) }, registry),
    title: brake ? brakeWord(brake.kind) : "A plan is held for approval",
    detail: brake?.message ?? "",
    ...seen(new Date(heldSince(run))),
    expiresAt: run.expiresAt?.toISOString() ?? null,
  };
}

export const drift = (
  { at, rows, equal, drifted }: FoundDrift,
  registry: RegistryDefinition,
): AttentionGroupView => ({
  ...group({ kind: "drift", registry: publicId("reg", registry.id) }, registry),
  title: "The sides have drifted",
  detail: `${formatCount(equal)} of ${counted(rows, "row")} match on all sides; ${driftWord({ rows, equal, drifted })}.`,
  ...seen(at),
});

export function conflicts(waiting: WaitingField, registry: RegistryDefinition): AttentionGroupView {
  const field = fieldName(waiting.field, registry);
  return {
    ...group({ kind: "conflict", registry: publicId("reg", registry.id), field }, registry),
    title: field,
    detail: "Several sides changed the same cell differently.",
    count: waiting.open,
    ...seen(waiting.firstSeen, waiting.lastSeen),
  };
}

export function issues(waiting: WaitingCause, registry: RegistryDefinition): AttentionGroupView {
  const { sideId, reason, message, open } = waiting;
  const field = fieldName(waiting.field, registry);
  const side = registry.sides.find(({ id }) => id === sideId);
  const subject = { side: publicId("sid", sideId), field, reason };
  return {
    ...group({ kind: "issue", registry: publicId("reg", registry.id), ...subject }, registry),
    system: side?.kind ?? null,
    title: issueTitle({ field, message }),
    detail: `${counted(open, "row")} could not be accepted or written; all others go on.`,
    count: open,
    ...seen(waiting.firstSeen, waiting.lastSeen),
  };
}

/** Null where nothing is new. */
export function columns(registry: RegistryDefinition): AttentionGroupView | null {
  const found = newColumnsOf(registry);
  if (found.length === 0) return null;
  return {
    ...group({ kind: "columns", registry: publicId("reg", registry.id) }, registry),
    title: "New on the sides",
    detail: `${found
      .slice(0, COLUMNS_NAMED)
      .map(({ name }) => name)
      .join(", ")}${found.length > COLUMNS_NAMED ? " and others" : ""}`,
    count: found.length,
  };
}

const COLUMNS_NAMED = 3;

const fieldName = (id: string, { fields }: RegistryDefinition): string =>
  fields.find((field) => field.id === id)?.name ?? id;

/** What all of them have in common. */
const group = (
  subject: AttentionSubject,
  registry: RegistryDefinition | null,
): Omit<AttentionGroupView, "title" | "detail"> => ({
  id: attentionId(subject),
  kind: subject.kind,
  registry: registry && { id: publicId("reg", registry.id), name: registry.name },
  system: null,
  count: 1,
  ...seen(null),
  expiresAt: null,
});

const seen = (first: Date | null, last = first) => ({
  firstSeen: first?.toISOString() ?? null,
  lastSeen: last?.toISOString() ?? null,
});
