import { asAppError } from "@/lib/errors";
import { muteAddress } from "@/lib/services/notifications/mute-address";

export const dynamic = "force-dynamic";

/**
 * RFC 8058: a mail program's own button posts here, from anywhere and without a cookie; the link alone says whose address
 * it is. Asked for by anything but a post it changes nothing.
 */
export async function POST(
  _request: Request,
  { params }: { params: Promise<{ readonly token: string }> },
): Promise<Response> {
  const { token } = await params;
  try {
    await muteAddress(token, "all");
    return new Response(null, { status: 204 });
  } catch (thrown) {
    return new Response(null, { status: asAppError(thrown).kind === "not-found" ? 404 : 503 });
  }
}
