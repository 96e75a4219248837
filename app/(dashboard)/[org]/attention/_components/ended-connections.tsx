import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { KindIcon } from "@/components/ui/kind-icon";
import { hasAccessEnded, whatMends } from "@/lib/format/connection-word";
import type { ConnectionView } from "@/lib/services/connections/connection-view";

interface Props {
  readonly org: string;
  readonly connections: readonly ConnectionView[];
}

/** Connections whose registries wait until somebody mends them. */
export function EndedConnections({ org, connections }: Props) {
  if (connections.length === 0) return null;
  return (
    <section className="mb-8">
      <h2 className="mb-3 font-semibold">Connections</h2>
      <ul aria-label="Connections to reconnect" className="card divide-y divide-line">
        {connections.map(({ id, kind, name, status, problem }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3.5 gap-y-2 px-4 py-3">
            <KindIcon kind={kind} size={20} />
            <div className="min-w-40 flex-1">
              <p className="font-medium">{name}</p>
              <p className="text-ink-soft">
                {problem} {whatMends(status)}
              </p>
            </div>
            <Link href={`/${org}/connections`} className={buttonClass("primary")}>
              {hasAccessEnded(status) ? "Reconnect" : "Go to Connections"}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
