import { cleanedName } from "@/lib/shown-name";
import { written } from "./letter";
import type { NoticeMessage } from "./notice-message";
import { noticeText } from "./notice-text";

/** A message as a mail; `mayDecide`: its reader may approve the plan that it tells of. */
export function noticeLetter(
  message: NoticeMessage,
  { muteUrl, mayDecide }: { readonly muteUrl: string; readonly mayDecide: boolean },
) {
  const { subject, sentences, action } = noticeText(message);
  const organization = cleanedName(message.data.organization.name) ?? "your organization";
  const asked = mayDecide ? ["Your approval is asked for."] : [];
  return written({
    subject: `${subject} (${organization} on ChittySync)`,
    sentences: [...asked, ...sentences],
    button: { label: action, url: message.data.url },
    note: `You get this because ${organization} tells this address of what needs somebody.`,
    less: { label: "Fewer of these mails, or none", url: muteUrl },
  });
}

/** Asks whether an address may be written to. */
export const confirmChannelLetter = (url: string, told: { readonly organization: string }) => {
  const organization = cleanedName(told.organization) ?? "An organization";
  return written({
    subject: `May ${organization} write to you from ChittySync?`,
    sentences: [
      `${organization} wants to tell this address of what needs somebody in its registries on ChittySync.`,
      "Nothing is sent until you say that it may. The link works for 7 days.",
    ],
    button: { label: "Look, and say yes", url },
    note: "If you did not expect this, do nothing: no such mail is sent then.",
  });
};

/** To every owner, when a channel was turned off because nothing arrived any more. */
export const channelDisabledLetter = (
  url: string,
  told: { readonly organization: string; readonly channel: string; readonly reason: string },
) => {
  const organization = cleanedName(told.organization) ?? "your organization";
  const channel = cleanedName(told.channel) ?? "A channel";
  return written({
    subject: `${channel} is turned off (${organization} on ChittySync)`,
    sentences: [
      `The notification channel ${channel} of ${organization} is turned off: ${told.reason}`,
      "Nobody is told by it any more until it is turned on again.",
    ],
    button: { label: "See the channel", url },
    note: "Runs go on as before; only the telling stopped.",
  });
};
