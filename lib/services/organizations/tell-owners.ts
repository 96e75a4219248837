import "server-only";
import { membersOf } from "@/lib/db/members";
import { canSendMail, sendMail } from "@/lib/egress/send-mail";
import { publicId } from "@/lib/ids";
import { log } from "@/lib/log";
import type { written } from "@/lib/mail/letter";

/** So that no owner learns of it too late. A mail that cannot be sent keeps nobody from anything. */
export async function tellOwners(organizationId: string, letter: ReturnType<typeof written>): Promise<void> {
  if (!canSendMail()) return;
  for (const { role, email } of await membersOf(organizationId)) {
    if (role !== "owner") continue;
    await sendMail({ to: email, ...letter }).catch((error: unknown) =>
      log("warn", "owner.not-told", { organization: publicId("org", organizationId), error }),
    );
  }
}
