import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import type { ForecastView } from "./draft-view";
import { requireDraft } from "./stored-draft";

export async function forecastDraft(caller: Caller, id: string): Promise<ForecastView> {
  authorize(caller, "registry:read");
  await withOrg(caller.organizationId, (db) => requireDraft(db, id));
  return {
    from: null,
    missing: { message: "Nothing was read yet.", remedy: "Read the places first." },
    sides: [],
    firstSeconds: null,
    usualSeconds: null,
    runsADay: null,
    message: null,
  };
}
