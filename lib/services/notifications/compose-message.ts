import type { OpenCount } from "@/lib/db/rows/open-counts";
import { env } from "@/lib/env";
import { publicId } from "@/lib/ids";
import { type NoticeMessage, noticeMessage } from "@/lib/mail/notice-message";
import { type Notice, RULES } from "./judge-notices";

export interface Place {
  readonly id: string;
  readonly name: string;
}

const here = ({ id }: Place, path: string): string =>
  new URL(`/${publicId("org", id)}${path}`, env().APP_URL).href;

const organizationOf = ({ id, name }: Place) => ({ id: publicId("org", id), name });

/** What is told of a notice: that it began, or what became of it. */
export function messageOf(
  notice: Notice,
  { place, now, outcome }: { readonly place: Place; readonly now: Date; readonly outcome: string | null },
): NoticeMessage {
  const { subjectType, condition, facts, since, endedAt } = notice;
  return noticeMessage.parse({
    type: `${subjectType}.${condition}${endedAt === null ? "" : ".ended"}`,
    timestamp: now.toISOString(),
    data: {
      organization: organizationOf(place),
      url: here(place, pathOf(notice)),
      level: RULES[condition].level,
      since: since.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
      ...facts,
      ...(outcome !== null && { outcome }),
    },
  });
}

function pathOf({ subjectType, subjectId, condition, facts }: Notice): string {
  if (subjectType === "connection") return "/connections";
  const registry = `/registries/${publicId("reg", subjectId)}`;
  if (condition === "issues") return `${registry}/issues`;
  return condition === "held" ? `/runs/${String(facts.run)}` : registry;
}

export interface DigestLine extends OpenCount {
  readonly name: string;
  readonly held: number;
}

/** What waits in each registry, once a day. */
export function digestOf(lines: readonly DigestLine[], place: Place, now: Date): NoticeMessage {
  const sum = (of: (line: DigestLine) => number): number => lines.reduce((all, line) => all + of(line), 0);
  return {
    type: "digest",
    timestamp: now.toISOString(),
    data: {
      organization: organizationOf(place),
      url: here(place, "/attention"),
      held: sum(({ held }) => held),
      conflicts: sum(({ conflicts }) => conflicts),
      issues: sum(({ issues }) => issues),
      registries: lines.map(({ registryId, name, held, conflicts, issues }) => ({
        ...{ id: publicId("reg", registryId), name, held, conflicts, issues },
      })),
    },
  };
}

/** What a channel is tried with. */
export const testMessage = (place: Place, now: Date): NoticeMessage => ({
  type: "test",
  timestamp: now.toISOString(),
  data: { organization: organizationOf(place), url: here(place, "/settings/notifications") },
});
