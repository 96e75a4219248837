import type { SandboxResponse } from "../server";
import type { Person } from "./accounts";

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

const page = (status: number, body: string): SandboxResponse => ({
  status,
  headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  body:
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign in - Google sandbox</title>' +
    "<style>body{font:16px system-ui;max-width:32rem;margin:3rem auto;padding:0 1rem}" +
    "fieldset{border:1px solid #ccc;border-radius:8px;margin:1rem 0}label{display:block;padding:.25rem 0}" +
    `button{font:inherit;padding:.5rem 1rem}</style><body>${body}</body></html>`,
});

/** A refusal that must not be sent to the redirect address, since that address is not trusted. */
export const errorPage = (status: number, error: string, description: string): SandboxResponse =>
  page(
    status,
    `<h1>Access blocked</h1><p>Error ${status}: ${escaped(error)}</p><p>${escaped(description)}</p>`,
  );

/** Account choice and consent: every scope can be unticked. All request parameters come back with the form. */
export function consentPage(people: readonly Person[], parameters: URLSearchParams): SandboxResponse {
  const hidden = [...parameters].map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  );
  const hint = parameters.get("login_hint");
  const known = people.map((one) => one.email);
  const emails = known.length > 0 ? known : ["person@example.com"];
  const accounts = emails.map(
    (email, index) =>
      `<label><input type="radio" name="account" value="${escaped(email)}"` +
      `${(hint === null ? index === 0 : email === hint) ? " checked" : ""}> ${escaped(email)}</label>`,
  );
  const scopes = [...new Set((parameters.get("scope") ?? "").split(/\s+/))]
    .filter((scope) => scope !== "")
    .map(
      (scope) =>
        `<label><input type="checkbox" name="granted" value="${escaped(scope)}" checked> ${escaped(scope)}</label>`,
    );
  return page(
    200,
    `<h1>Google sandbox</h1><p><b>${escaped(parameters.get("client_id") ?? "")}</b> wants access.</p>` +
      `<form method="post" action="/o/oauth2/v2/auth">${hidden.join("")}` +
      `<fieldset><legend>Choose an account</legend>${accounts.join("")}</fieldset>` +
      `<fieldset><legend>What it may do</legend>${scopes.join("")}</fieldset>` +
      '<button name="decision" value="allow">Continue</button> ' +
      '<button name="decision" value="deny">Cancel</button></form>',
  );
}
