import type { ConsentReturn } from "../consent-return";

/** What a person does on a provider's consent page. */
export interface Choice {
  readonly email?: string;
  /** Part of the scope whose box is unticked. */
  readonly untick?: string;
  readonly decline?: boolean;
}

/** Goes through the sandbox's consent page without a browser; answers what it would send the browser back with. */
export async function consentAt(url: string, choice: Choice): Promise<ConsentReturn> {
  const page = await (await fetch(url)).text();
  const form = new URLSearchParams();
  for (const [, name = "", value = ""] of page.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g))
    form.append(plain(name), plain(value));
  for (const [, scope = ""] of page.matchAll(/name="granted" value="([^"]*)"/g))
    if (choice.untick === undefined || !scope.includes(choice.untick)) form.append("granted", plain(scope));
  form.set("account", choice.email ?? "ada@example.com");
  form.set("decision", choice.decline ? "deny" : "allow");
  const [, method = "get", action = ""] = /<form method="(\w+)" action="([^"]*)"/.exec(page) ?? [];
  const target = new URL(action, url);
  if (method === "get") target.search = form.toString();
  const answer = await fetch(target, {
    method,
    redirect: "manual",
    ...(method === "post" && { body: form }),
  });
  const back = new URL(answer.headers.get("location") ?? "http://nowhere.invalid").searchParams;
  return { state: back.get("state"), code: back.get("code"), error: back.get("error") };
}

const plain = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
