import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/env";
import { newNonce, pagePolicy } from "@/lib/http/content-security-policy";
import { pickerFrame } from "@/lib/http/picker-frame";

/**
 * Gives each page its Content-Security-Policy; Next reads the nonce from the request's. Nothing else: who may do what
 * is asked in the services, and stays so without this file.
 */
export function proxy(request: NextRequest): NextResponse {
  const isDevelopment = env().NODE_ENV === "development";
  const frame = pickerFrame(request.nextUrl.pathname, env());
  const policy = pagePolicy({ nonce: newNonce(), isDevelopment, frame });
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

// What the API and the job server send is not copied for us: Next would hold it in memory and cut it.
export const config = { matcher: "/((?!api/|_next/static/).*)" };
