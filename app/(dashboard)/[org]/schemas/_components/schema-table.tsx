import { ExternalLink } from "lucide-react";
import Link from "next/link";
import { Chip } from "@/components/ui/chip";
import { Moment } from "@/components/ui/moment";
import { counted } from "@/lib/format/count";
import type { SchemaSummaryView } from "@/lib/services/schemas/list-schemas";

interface Props {
  readonly org: string;
  readonly schemas: readonly SchemaSummaryView[];
}

/** Every registry with the version of its schema that is in force. */
export function SchemaTable({ org, schemas }: Props) {
  return (
    <ul aria-label="Schemas" className="card divide-y divide-line">
      {schemas.map(({ registryId, registry, version, publishedAt, url, fields, rules, hasDraft }) => (
        <li key={registryId} className="flex flex-wrap items-center gap-x-3.5 gap-y-1.5 px-4 py-3">
          <div className="min-w-0 flex-1">
            <Link href={`/${org}/registries/${registryId}/schema`} className="font-medium hover:underline">
              {registry}
            </Link>
            <p className="text-xs text-ink-soft">
              {version === null ? (
                "No schema is in force: any value that fits its field's type is accepted."
              ) : (
                <>
                  {asksFor(fields, rules)} · published <Moment at={publishedAt} />
                </>
              )}
            </p>
          </div>
          {hasDraft && <Chip tone="warn" word="Draft" />}
          <Chip tone={version === null ? "calm" : "good"} word={version ?? "None"} />
          {url && (
            <a
              href={url}
              target="_blank"
              rel="noreferrer"
              aria-label={`Public address of the schema of ${registry}`}
              className="text-ink-faint hover:text-ink"
            >
              <ExternalLink size={15} aria-hidden />
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}

function asksFor(fields: number, rules: number): string {
  const parts = [
    ...(fields > 0 ? [counted(fields, "field")] : []),
    ...(rules > 0 ? [`${counted(rules, "rule")} of your own`] : []),
  ];
  return parts.length === 0 ? "Asks for nothing" : `Rules for ${parts.join(" and ")}`;
}
