import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { type FoundCertificate, findLastCertificate } from "@/lib/db/drift-certificates";
import { publicId } from "@/lib/ids";
import { requireRegistry } from "./browse-registries";

/** How one side compared with the registry. */
export interface SideDriftView {
  /** Rows that it shows as they are, shows otherwise, does not show, and of which it could not be told. */
  readonly matched: number;
  readonly different: number;
  readonly missing: number;
  readonly unread: number;
  /** Rows that it need not hold and does not. */
  readonly optional: number;
  /** Records that are no row of the registry; that a person keeps out; of rows outside of the registry's filter. */
  readonly extra: number;
  readonly excluded: number;
  readonly outside: number;
  /** Whether it was told what had changed, which is all there was to see there, instead of being read whole. */
  readonly byChanges: boolean;
  /** Of what was read of it: the records and look-ups counted, and their order-free digest. */
  readonly count: number;
  readonly digest: string;
}

export interface DriftCertificateView {
  readonly at: string;
  readonly runId: string;
  /** No side differs in anything. */
  readonly equal: boolean;
  /** Rows in scope, and those that all sides show as they are. */
  readonly rows: number;
  readonly matched: number;
  /** Rows that a side shows otherwise or not, and extra records, that no open issue or conflict explained. */
  readonly drifted: number;
  readonly baseDigest: string;
  readonly perSide: Readonly<Record<string, SideDriftView>>;
}

export interface DriftView {
  /** Null = never checked. */
  readonly certificate: DriftCertificateView | null;
}

/** What the registry's last drift check has found. */
export async function lastDriftCheck(caller: Caller, registryId: string): Promise<DriftView> {
  authorize(caller, "registry:read");
  const found = await withOrg(caller.organizationId, async (db) =>
    findLastCertificate(db, (await requireRegistry(db, registryId)).id),
  );
  return { certificate: found && certificateView(found) };
}

function certificateView({ runId, certificate }: FoundCertificate): DriftCertificateView {
  const { at, rows, equal: matched, drifted, baseDigest } = certificate;
  const sides = certificate.sides.map(({ sideId, rows: seen, records, byChanges, count, digest }) => {
    const { extra, excluded, outside } = records;
    const view: SideDriftView = { ...seen, extra, excluded, outside, byChanges, count, digest };
    return [publicId("sid", sideId), view] as const;
  });
  const equal = sides.every(
    ([, { different, missing, unread, extra }]) => different + missing + unread + extra === 0,
  );
  const perSide = Object.fromEntries(sides);
  return { at, runId: publicId("run", runId), equal, rows, matched, drifted, baseDigest, perSide };
}
