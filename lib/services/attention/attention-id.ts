/** The kinds of what waits for a person, the most urgent first. */
export const ATTENTION_KINDS = [
  "connection",
  "stopped",
  "approval",
  "drift",
  "conflict",
  "issue",
  "columns",
] as const;

export type AttentionKind = (typeof ATTENTION_KINDS)[number];

/** What one group is of, enough to look it up: the ids are public, a field is named. */
export type AttentionSubject =
  | { readonly kind: "connection"; readonly connection: string }
  | { readonly kind: "stopped" | "drift" | "columns"; readonly registry: string }
  | { readonly kind: "approval"; readonly run: string }
  | { readonly kind: "conflict"; readonly registry: string; readonly field: string }
  | {
      readonly kind: "issue";
      readonly registry: string;
      readonly side: string;
      /** "" where none is named. */
      readonly field: string;
      readonly reason: string;
    };

/** The subject as one text for an address. */
export const attentionId = ({ kind, ...parts }: AttentionSubject): string =>
  [kind, ...Object.values(parts)].map(encodeURIComponent).join(":");

/** The subject behind such a text; null for anything else. */
export function subjectOf(id: string): AttentionSubject | null {
  const parts = decoded(id);
  const [kind, first = "", second = "", third = "", fourth = ""] = parts;
  if (parts.length < 2 || first === "") return null;
  switch (kind) {
    case "connection":
      return { kind, connection: first };
    case "stopped":
    case "drift":
    case "columns":
      return { kind, registry: first };
    case "approval":
      return { kind, run: first };
    case "conflict":
      return second === "" ? null : { kind, registry: first, field: second };
    case "issue":
      return parts.length === 5
        ? { kind, registry: first, side: second, field: third, reason: fourth }
        : null;
    default:
      return null;
  }
}

function decoded(id: string): string[] {
  try {
    return id.split(":").map(decodeURIComponent);
  } catch {
    return [];
  }
}
