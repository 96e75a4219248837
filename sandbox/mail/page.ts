import type { SandboxResponse } from "../server";
import type { StoredMail } from "./stored-mail";

const html = (body: string): SandboxResponse => ({
  status: 200,
  headers: {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
  },
  body: `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Pretended mail</title><style>
:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:720px;margin:32px auto;padding:0 16px}
ul{list-style:none;padding:0}li{border-bottom:1px solid #8884;padding:10px 0}small{opacity:.65}pre{white-space:pre-wrap}
</style>${body}`,
});

export const inboxPage = (mails: readonly StoredMail[]): SandboxResponse =>
  html(
    `<h1>Mail</h1><p><small>Whatever ChittySync sends arrives here and nowhere else.</small></p>${
      mails.length === 0
        ? "<p>No mail yet.</p>"
        : `<ul>${mails
            .map(
              (mail) =>
                `<li><a href="/mail/${mail.id}">${escaped(mail.subject)}</a><br><small>to ${escaped(mail.to)} · ${escaped(mail.at)}</small></li>`,
            )
            .join("")}</ul>`
    }`,
  );

/** The text, with its addresses as links: the markup of a mail is shown by nobody's page. */
export const mailPage = (mail: StoredMail): SandboxResponse =>
  html(
    `<p><a href="/mail">All mail</a></p><h1>${escaped(mail.subject)}</h1>
<p><small>from ${escaped(mail.from)} to ${escaped(mail.to)} · ${escaped(mail.at)}</small></p>
<pre>${escaped(mail.text).replace(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}">${url}</a>`)}</pre>`,
  );

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
