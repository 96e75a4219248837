import { isSentByOwnPage } from "@/lib/auth/own-page";
import { authorize } from "@/lib/auth/policy";
import { requestCaller } from "@/lib/auth/request-caller";
import { AppError } from "@/lib/errors";
import { exportAuditOperation } from "@/lib/http/operations/audit";
import { problemOf } from "@/lib/http/problem";
import { requireExport } from "@/lib/http/rate-limit";
import { readAddress } from "@/lib/http/read-address";
import { fileResponse } from "@/lib/http/served-file";
import { shownError } from "@/lib/http/shown-error";
import { exportEntries } from "@/lib/services/audit/export-entries";

interface Context {
  readonly params: Promise<{ readonly org: string }>;
}

/** A file of the audit log, from our own page alone: another site must not have one made. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { org } = await params;
  const caller = await requestCaller(org);
  try {
    if (!isSentByOwnPage(request)) throw new AppError("forbidden", "Export from the audit page.");
    const address = Object.fromEntries(new URL(request.url).searchParams);
    const { format, ...filter } = readAddress(exportAuditOperation.query.shape, address);
    authorize(caller, "audit:read");
    await requireExport(caller.organizationId);
    return fileResponse(await exportEntries(caller, { format, filter }));
  } catch (thrown) {
    const failure = shownError(thrown, { event: "export.failed", errorId: caller.requestId });
    return problemOf(failure, caller.requestId);
  }
}
