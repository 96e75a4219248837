import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { KindIcon } from "@/components/ui/kind-icon";
import { counted } from "@/lib/format/count";
import { sideName } from "@/lib/format/side";
import type { DriftCertificateView } from "@/lib/services/registries/drift-certificate";
import type { RegistryView } from "@/lib/services/registries/registry-view";

interface Props {
  readonly org: string;
  readonly registry: RegistryView;
  readonly certificate: DriftCertificateView;
}

/** What the certificate in the ledger was made over. */
export function DriftDigests({ org, registry, certificate: { baseDigest, perSide, rows, runId } }: Props) {
  return (
    <details className="group border-t">
      <summary className="flex w-fit cursor-pointer list-none items-center gap-1.5 px-4 py-2.5 text-ink-soft hover:text-ink">
        <ChevronRight
          size={14}
          aria-hidden
          className="text-ink-faint transition-transform group-open:rotate-90"
        />
        Digests
      </summary>
      <div className="px-4 pb-4">
        <p className="text-ink-soft">
          The certificate is an entry of the ledger. Each digest is a sum over its records, in any order: it
          changes with any of them.{" "}
          <Link href={`/${org}/runs/${runId}`} className="font-medium text-accent hover:underline">
            The run that made it
          </Link>
        </p>
        <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-5 gap-y-1.5">
          <Digest of="Registry" digest={baseDigest} note={counted(rows, "row")} />
          {registry.sides.map((side) => {
            const own = perSide[side.id];
            if (!own) return null;
            const how = own.byChanges ? "told by its changes" : "read whole";
            return (
              <Digest
                key={side.id}
                of={
                  <span className="flex items-center gap-2">
                    <KindIcon kind={side.kind} size={14} isNamed />
                    {sideName(side)}
                  </span>
                }
                digest={own.digest}
                note={`${counted(own.count, "record")}, ${how}`}
              />
            );
          })}
        </dl>
      </div>
    </details>
  );
}

interface DigestProps {
  readonly of: ReactNode;
  readonly digest: string;
  readonly note: string;
}

function Digest({ of, digest, note }: DigestProps) {
  return (
    <>
      <dt className="text-ink-soft">{of}</dt>
      <dd className="min-w-0">
        <span className="font-mono text-xs break-all">{digest}</span>{" "}
        <span className="text-xs text-ink-faint">{note}</span>
      </dd>
    </>
  );
}
