import type { PropertyRequest } from "./client";

/**
 * A written property as Notion shows it afterwards: text cut anew, sets in their own order with ids and
 * colours, datetimes with an offset and without zone.
 */
export function echo(request: PropertyRequest): Record<string, unknown> {
  const [native = "", content] = Object.entries(request)[0] ?? [];
  return { id: "p", type: native, [native]: shown(native, content) };
}

function shown(native: string, content: unknown): unknown {
  switch (native) {
    case "title":
    case "rich_text": {
      const whole = (content as { text: { content: string } }[]).map((item) => item.text.content).join("");
      return (whole.match(/[\s\S]{1,777}/gu) ?? []).map(richTextItem);
    }
    case "select":
    case "status":
      return content === null ? null : { id: "o1", color: "blue", ...(content as object) };
    case "multi_select":
      return (content as object[]).map((option) => ({ id: "o", color: "red", ...option })).reverse();
    case "people":
      return (content as { id: string }[])
        .map(({ id }) => ({ object: "user", id, ...(id.includes("@") && { person: { email: id } }) }))
        .reverse();
    case "relation":
      return [...(content as object[])].reverse();
    case "date": {
      const start = (content as { start: string } | null)?.start;
      return start === undefined
        ? null
        : { start: start.replace(/Z$/, "+00:00"), end: null, time_zone: null };
    }
    default:
      return content;
  }
}

export const richTextItem = (text: string) => ({
  type: "text",
  text: { content: text, link: null },
  annotations: { bold: true },
  plain_text: text,
  href: null,
});
