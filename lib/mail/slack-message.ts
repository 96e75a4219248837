import type { NoticeMessage } from "./notice-message";
import { noticeText } from "./notice-text";

/** The three that Slack reads as its own; nothing of ours mentions people or channels there. */
const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** A message as an incoming webhook of Slack takes it. */
export function slackMessage(message: NoticeMessage): { readonly text: string } {
  const { subject, sentences, action } = noticeText(message);
  const link = `<${escaped(message.data.url)}|${escaped(action)}>`;
  return { text: [`*${escaped(subject)}*`, ...sentences.map(escaped), link].join("\n") };
}
