import Link from "next/link";
import { useOrganization } from "@/components/live/organization";
import { formatCount } from "@/lib/format/count";

/** Where more use it, the others are counted. */
const MOST_NAMED = 4;

/** The registries that live on a connection, or that none does. */
export function ConnectionUses({
  uses,
}: {
  readonly uses: readonly { readonly id: string; readonly name: string }[];
}) {
  const org = useOrganization();
  if (uses.length === 0) return <p className="text-xs text-ink-faint">No registry uses it.</p>;
  const named = uses.length > MOST_NAMED + 1 ? uses.slice(0, MOST_NAMED) : uses;
  return (
    <p className="text-xs text-ink-soft">
      Used by{" "}
      {named.map(({ id, name }, at) => (
        <span key={id}>
          {at > 0 && ", "}
          <Link href={`/${org}/registries/${id}`} className="text-accent underline">
            {name}
          </Link>
        </span>
      ))}
      {named.length < uses.length && (
        <span
          title={uses
            .slice(MOST_NAMED)
            .map(({ name }) => name)
            .join(", ")}
        >
          {" "}
          and {formatCount(uses.length - named.length)} more
        </span>
      )}
    </p>
  );
}
