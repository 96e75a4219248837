import { listVerifierKeys } from "@/lib/services/people/deletion-certificates";

export const dynamic = "force-dynamic";

/** Public: the keys that verify what this installation has signed of ledgers, one a line, the present one first. */
export async function GET(): Promise<Response> {
  const keys = await listVerifierKeys();
  return new Response(keys.map((key) => `${key}\n`).join(""), {
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-cache" },
  });
}
