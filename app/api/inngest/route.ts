import { serve } from "inngest/next";
import { NextRequest } from "next/server";
import { inngest } from "@/inngest/client";
import { functions } from "@/inngest/registry";
import { env } from "@/lib/env";
import { boundedBody } from "@/lib/http/bounded-body";
import { BODY_TOO_LARGE, problemOf } from "@/lib/http/problem";
import { newUuid } from "@/lib/ids";

// A turn of a run takes up to 45 s, and one provider call on top.
export const maxDuration = 300;

/** The state of a run, 32 MB at most, with its event and what the job server puts around it. */
const BODY_BYTES = 36 * 1024 * 1024;

type Method = "GET" | "POST" | "PUT";
type Handler = (request: NextRequest, context: unknown) => Promise<Response>;

let handlers: Readonly<Record<Method, Handler>> | null = null;

/** Anybody may ask us to register; without an origin of ours the SDK would tell the job server the caller's Host. */
const handlerOf =
  (method: Method): Handler =>
  (request, context) => {
    handlers ??= serve({ client: inngest, functions, serveOrigin: new URL(env().APP_URL).origin });
    return handlers[method](request, context);
  };

/** The SDK reads a body whole before it looks at its signature, so it is counted first. */
const boundedHandlerOf = (method: Method): Handler => {
  const handler = handlerOf(method);
  return async (request, context) => {
    const body = await boundedBody(request, BODY_BYTES);
    if (body === null) return problemOf(BODY_TOO_LARGE, newUuid());
    return handler(new NextRequest(request.url, { method, headers: request.headers, body }), context);
  };
};

export const GET = handlerOf("GET");
export const POST = boundedHandlerOf("POST");
export const PUT = boundedHandlerOf("PUT");
