import type { SandboxResponse } from "../server";
import { grantCode } from "./oauth";
import { plainText } from "./rich-text";
import type { World } from "./world";

/**
 * `GET /v1/oauth/authorize`: a page with Allow and Cancel. Each leads back to the same address with
 * `decision`, which redirects with `code` or `error=access_denied`, and `state`.
 */
export function answerConsent(world: World, url: URL): SandboxResponse {
  const problem = problemOf(world, url);
  if (problem !== null) return html(400, `<h1>Cannot authorize</h1><p>${escaped(problem)}</p>`);
  const redirectUri = url.searchParams.get("redirect_uri") ?? "";
  const decision = url.searchParams.get("decision");
  if (decision === null) return html(200, consentBody(world, url));
  const back = new URL(redirectUri);
  if (decision === "allow") back.searchParams.set("code", grantCode(world, redirectUri));
  else back.searchParams.set("error", "access_denied");
  const state = url.searchParams.get("state");
  if (state !== null) back.searchParams.set("state", state);
  return { status: 302, headers: { location: back.href }, body: "" };
}

function problemOf(world: World, url: URL): string | null {
  const { searchParams } = url;
  if (searchParams.get("client_id") !== world.settings().clientId) return "The client_id is unknown.";
  if (searchParams.get("response_type") !== "code") return "The response_type must be code.";
  if (searchParams.get("owner") !== "user") return "The owner must be user.";
  const redirect = searchParams.get("redirect_uri") ?? "";
  if (!URL.canParse(redirect) || !/^https?:$/.test(new URL(redirect).protocol))
    return "The redirect_uri is missing or not an http(s) address.";
  return null;
}

function consentBody(world: World, url: URL): string {
  const { connectionName, workspaceName } = world.settings();
  const tables = [...world.state.allSources()].map(
    (source) => `<li>${escaped(plainText(source.title))}</li>`,
  );
  const kept = [...url.searchParams].map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  );
  return [
    `<h1>${escaped(connectionName)} wants to access ${escaped(workspaceName)}</h1>`,
    `<p>It may read, insert and update these tables:</p><ul>${tables.join("")}</ul>`,
    `<form method="get" action="/v1/oauth/authorize">${kept.join("")}`,
    '<button name="decision" value="allow">Allow access</button> ',
    '<button name="decision" value="cancel">Cancel</button></form>',
  ].join("\n");
}

const html = (status: number, body: string): SandboxResponse => ({
  status,
  headers: { "content-type": "text/html; charset=utf-8" },
  body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>Pretended Notion</title><body style="font-family:system-ui;max-width:36rem;margin:4rem auto">${body}</body></html>`,
});

const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
