import type {
  NoticeSubjects,
  SubjectConnection,
  SubjectRegistry,
  SubjectRun,
} from "@/lib/db/notice-subjects";
import type { OpenCount } from "@/lib/db/rows/open-counts";
import { brakeWord } from "@/lib/format/brake-word";
import { publicId } from "@/lib/ids";
import type { Absence, Notice, Trouble } from "./judge-notices";

/** How things stand, with what is known of the rows and of who may decide. */
export interface Seen extends NoticeSubjects {
  readonly open: ReadonlyMap<string, OpenCount>;
  /** By run: the roles that may approve it. */
  readonly deciders: ReadonlyMap<string, readonly string[]>;
}

/** Everything that needs somebody, as it is now. */
export function troublesOf(seen: Seen): Trouble[] {
  return [
    ...seen.ended.filter(({ status }) => status !== "disconnected").map((one) => lost(one, seen)),
    ...seen.registries.flatMap((registry) => [...stateTrouble(registry, seen), ...drift(registry, seen)]),
    ...seen.held.flatMap((run) => held(run, seen)),
  ];
}

const named = ({ id, name }: SubjectRegistry) => ({ id: publicId("reg", id), name });

const of = (registry: SubjectRegistry, condition: Trouble["condition"], more: object = {}): Trouble => ({
  subjectType: "registry",
  subjectId: registry.id,
  condition,
  about: "",
  facts: { registry: named(registry), reason: registry.stateReason, ...more },
});

function lost(connection: SubjectConnection, { registries }: Seen): Trouble {
  const waiting = registries.filter(({ connectionIds }) => connectionIds.includes(connection.id));
  return {
    subjectType: "connection",
    subjectId: connection.id,
    condition: "lost",
    about: "",
    facts: {
      connection: { id: publicId("con", connection.id), name: connection.name, kind: connection.kind },
      registries: waiting.map(named),
      reason: connection.problem,
    },
  };
}

/** A paused registry is let alone, and so is one of which a connection ended: that is told of the connection. */
function stateTrouble(registry: SubjectRegistry, seen: Seen): Trouble[] {
  if (registry.paused) return [];
  switch (registry.state) {
    case "stopped":
    case "over-limit":
      return [of(registry, registry.state)];
    case "reconnect-needed":
      return seen.ended.some(({ id }) => registry.connectionIds.includes(id))
        ? []
        : [of(registry, "reconnect-needed")];
    case "up-to-date-with-issues":
      return registry.failures > 0
        ? [of(registry, "failing", { failures: registry.failures })]
        : withIssues(registry, seen);
    default:
      return [];
  }
}

function withIssues(registry: SubjectRegistry, { open }: Seen): Trouble[] {
  const { issues = 0, conflicts = 0 } = open.get(registry.id) ?? {};
  return issues + conflicts > 0 ? [of(registry, "issues", { issues, conflicts })] : [];
}

function held(run: SubjectRun, { registries, deciders }: Seen): Trouble[] {
  const registry = registries.find(({ id }) => id === run.registryId);
  if (!registry) return [];
  const brakes = run.brakes.map(({ kind, message, value, limit, total }) => ({
    ...{ kind, title: brakeWord(kind), message, value, limit, total },
  }));
  const more = {
    run: publicId("run", run.id),
    brakes,
    deciders: deciders.get(run.id) ?? [],
    expiresAt: run.expiresAt?.toISOString() ?? null,
  };
  return [{ ...of(registry, "held", more), about: run.id }];
}

function drift(registry: SubjectRegistry, { certificates }: Seen): Trouble[] {
  const found = certificates.get(registry.id);
  // What an issue or a conflict explains is told as such.
  if (!found || found.certificate.drifted === 0) return [];
  const { at, rows, equal, sides } = found.certificate;
  const extra = sides.reduce((sum, { records }) => sum + records.extra, 0);
  const run = publicId("run", found.runId);
  return [of(registry, "drift", { reason: null, run, at, rows, equal, extra })];
}

const GOOD: ReadonlySet<string> = new Set(["up-to-date", "up-to-date-with-issues"]);

/** What is known of a trouble that is not seen any more. */
export function absenceIn(seen: Seen): (notice: Notice) => Absence {
  return ({ subjectType, subjectId, condition, about }) => {
    if (subjectType === "connection")
      return seen.ended.some(({ id, status }) => id === subjectId && status === "disconnected")
        ? "gone"
        : "over";
    const registry = seen.registries.find(({ id }) => id === subjectId);
    if (!registry) return "gone";
    if (condition === "held") return seen.held.some(({ id }) => id === about) ? "unknown" : "over";
    if (condition === "drift") return "over";
    if (condition === "issues") return registry.state === "up-to-date" ? "over" : issuesLeft(registry, seen);
    return GOOD.has(registry.state) && !registry.paused ? "over" : "unknown";
  };
}

/** Up to date with issues, of which none is left that waits for a person. */
const issuesLeft = (registry: SubjectRegistry, { open }: Seen): Absence => {
  const { issues = 0, conflicts = 0 } = open.get(registry.id) ?? {};
  return registry.state === "up-to-date-with-issues" && issues + conflicts === 0 ? "over" : "unknown";
};
