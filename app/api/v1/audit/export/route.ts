import { exportAuditOperation } from "@/lib/http/operations/audit";
import { serveFile } from "@/lib/http/serve";
import { exportEntries } from "@/lib/services/audit/export-entries";

export const GET = serveFile(exportAuditOperation, ({ caller, query: { format, ...filter } }) =>
  exportEntries(caller, { format, filter }),
);
