import { serve } from "inngest/next";
import type { NextRequest } from "next/server";
import { inngest } from "@/inngest/client";
import { functions } from "@/inngest/registry";
import { env } from "@/lib/env";

// A turn of a run takes up to 45 s, and one provider call on top.
export const maxDuration = 300;

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

export const GET = handlerOf("GET");
export const POST = handlerOf("POST");
export const PUT = handlerOf("PUT");
