import type { ChannelChangeInput, CreateChannelRequest } from "@/lib/services/notifications/channel-input";

export type NewKind = CreateChannelRequest["kind"];

const textOf = (form: FormData, name: string): string => String(form.get(name) ?? "").trim();

/** What the form says of how a channel is told. What is wrong with it, the service says. */
export function channelSettings(form: FormData) {
  return {
    name: textOf(form, "name"),
    level: form.get("level") === "critical" ? ("critical" as const) : ("warning" as const),
    registries: form.getAll("registries").map(String),
    issuesOver: Number(textOf(form, "issuesOver")),
    digest: form.get("digest") !== null,
    timeZone: textOf(form, "timeZone"),
  } satisfies ChannelChangeInput;
}

/** What the form says of a new channel of that kind. */
export function channelRequest(form: FormData, kind: NewKind): CreateChannelRequest {
  const settings = channelSettings(form);
  switch (kind) {
    case "roles":
      return { ...settings, kind, roles: form.getAll("roles").map(String) as never };
    case "address":
      return { ...settings, kind, address: textOf(form, "address") };
    case "slack":
    case "webhook":
      return { ...settings, kind, url: textOf(form, "url") };
    default:
      return kind satisfies never;
  }
}
