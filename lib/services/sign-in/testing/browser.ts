import { AsyncLocalStorage } from "node:async_hooks";

const APP_URL = "http://127.0.0.1:3000";

interface Cookie {
  readonly name: string;
  readonly value: string;
}

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
    const request = new Request(new URL(path, APP_URL), {
      ...(body !== undefined && { method: "POST", body }),
      headers,
    });
    return asking.run(this, () => handler(request, { params: Promise.resolve(params) }));
  }
}

const asking = new AsyncLocalStorage<Browser>();

/** In the place of `next/headers`. */
export const nextHeaders = {
  cookies: async () => {
    const jar = asking.getStore()?.cookies ?? new Map<string, string>();
    return {
      get: (name: string): Cookie | undefined => {
        const value = jar.get(name);
        return value === undefined ? undefined : { name, value };
      },
      set: (name: string, value: string): void => void jar.set(name, value),
      delete: (name: string): void => void jar.delete(name),
    };
  },
  headers: async (): Promise<Headers> => new Headers(),
};
