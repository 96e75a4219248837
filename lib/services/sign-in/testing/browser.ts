import { AsyncLocalStorage } from "node:async_hooks";
import { createRequire } from "node:module";
import { NextRequest } from "next/server";

const APP_URL = "http://127.0.0.1:3000";

interface Cookie {
  readonly name: string;
  readonly value: string;
}

/** What a browser says of a navigation that a page of ours began. */
export const OWN_PAGE = { "sec-fetch-site": "same-origin" };

type Handler<P> = (request: Request, context: { readonly params: Promise<P> }) => Promise<Response>;

/** A browser that asks our handlers itself: its cookies are what `next/headers` tells them. */
export class Browser {
  readonly cookies = new Map<string, string>();

  /** Asks a handler at a path; a body makes it a post. */
  async ask<P>(
    handler: Handler<P>,
    path: string,
    params: P,
    body?: BodyInit,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const request = new NextRequest(new URL(path, APP_URL), {
      ...(body !== undefined && { method: "POST", body }),
      headers,
    });
    const asked = { browser: this, headers: request.headers };
    const answer = await asking.run(asked, () => handler(request, { params: Promise.resolve(params) }));
    for (const cookie of answer.headers.getSetCookie()) this.keep(cookie);
    return answer;
  }

  private keep(cookie: string): void {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (value === "") this.cookies.delete(name);
    else this.cookies.set(name, decodeURIComponent(value));
  }
}

const asking = new AsyncLocalStorage<{ readonly browser: Browser; readonly headers: Headers }>();

const jar = (): Map<string, string> => asking.getStore()?.browser.cookies ?? new Map<string, string>();

/** In the place of `next/headers`. */
export const nextHeaders = {
  cookies: async () => ({
    get: (name: string): Cookie | undefined => {
      const value = jar().get(name);
      return value === undefined ? undefined : { name, value };
    },
    getAll: (): Cookie[] => [...jar()].map(([name, value]) => ({ name, value })),
    set: (name: string, value: string): void => void jar().set(name, value),
    delete: (name: string): void => void jar().delete(name),
  }),
  headers: async (): Promise<Headers> => asking.getStore()?.headers ?? new Headers(),
};

/** next-auth requires the module by itself, past what a test mocks. */
export const giveNextAuthHeaders = (): void =>
  void Object.assign(createRequire(import.meta.url)("next/headers"), nextHeaders);
