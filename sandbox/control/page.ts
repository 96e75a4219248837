import type { SandboxResponse } from "../server";

/** The page is one file without a build; it talks to the control API that serves it. */
export function page(): SandboxResponse {
  return {
    status: 200,
    headers: { "content-type": "text/html; charset=utf-8" },
    body: "<!doctype html><title>Sandbox</title>",
  };
}
