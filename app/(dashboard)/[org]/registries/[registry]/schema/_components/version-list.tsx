import { ExternalLink } from "lucide-react";
import { Moment } from "@/components/ui/moment";
import type { SchemaVersionView } from "@/lib/services/schemas/schema-view";

/** Every version that was ever in force; each stays at its address. */
export function VersionList({ versions }: { readonly versions: readonly SchemaVersionView[] }) {
  if (versions.length === 0) return null;
  return (
    <section aria-labelledby="versions">
      <h2 id="versions" className="mb-2 text-[0.9375rem] font-semibold">
        Published versions
      </h2>
      <ul className="card divide-y divide-line">
        {versions.map(({ version, publishedAt, url, hash }, at) => (
          <li key={version} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
            <span className="w-20 font-mono text-xs font-medium">{version}</span>
            <span className="text-ink-soft">
              <Moment at={publishedAt} />
              {at === 0 && ", in force"}
            </span>
            <code title={`SHA-256 ${hash}`} className="font-mono text-xs text-ink-faint max-sm:hidden">
              {hash.slice(0, 12)}
            </code>
            <a
              href={url}
              target="_blank"
              rel="noreferrer"
              className="ml-auto inline-flex min-w-0 items-center gap-1.5 text-accent hover:underline"
            >
              <span className="truncate">{new URL(url).pathname}</span>
              <ExternalLink size={13} aria-hidden className="shrink-0" />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
