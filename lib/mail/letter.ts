/** A mail of ours: some sentences and one button. */
export interface Letter {
  readonly subject: string;
  readonly sentences: readonly string[];
  readonly button: { readonly label: string; readonly url: string };
  /** Said below the button, smaller. */
  readonly note: string;
  /** Below that: where to say that such mails are not wanted. */
  readonly less?: { readonly label: string; readonly url: string };
}

/** The letter as plain text and as HTML without images or scripts; everything in it is escaped. */
export function written({ subject, sentences, button, note, less }: Letter): {
  subject: string;
  text: string;
  html: string;
} {
  const text = [
    ...sentences,
    `${button.label}: ${button.url}`,
    note,
    ...(less ? [`${less.label}: ${less.url}`] : []),
  ].join("\n\n");
  const paragraphs = sentences.map((sentence) => `<p style="margin:0 0 16px">${escaped(sentence)}</p>`);
  const html = `<!doctype html><html lang="en"><body style="margin:0;padding:32px;font:16px/1.5 system-ui,sans-serif;color:#1c1b1a">
<div style="max-width:480px;margin:0 auto">
<p style="margin:0 0 24px;font-weight:600">ChittySync</p>
${paragraphs.join("\n")}
<p style="margin:24px 0"><a href="${escaped(button.url)}" style="display:inline-block;padding:10px 18px;border-radius:8px;background:#1c1b1a;color:#fff;text-decoration:none">${escaped(button.label)}</a></p>
<p style="margin:0;font-size:13px;color:#6b6863">${escaped(note)}</p>${less ? lessLine(less) : ""}
</div></body></html>`;
  return { subject: subject.replace(/[\r\n]+/g, " "), text, html };
}

const lessLine = ({ label, url }: NonNullable<Letter["less"]>): string =>
  `\n<p style="margin:8px 0 0;font-size:13px"><a href="${escaped(url)}" style="color:#6b6863">${escaped(label)}</a></p>`;

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (one) => ESCAPES[one] ?? one);
