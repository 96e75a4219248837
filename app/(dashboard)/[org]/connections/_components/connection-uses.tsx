import Link from "next/link";
import { useOrganization } from "@/components/live/organization";

/** The registries that live on a connection, or that none does. */
export function ConnectionUses({
  uses,
}: {
  readonly uses: readonly { readonly id: string; readonly name: string }[];
}) {
  const org = useOrganization();
  if (uses.length === 0) return <p className="text-xs text-ink-faint">No registry uses it.</p>;
  return (
    <p className="text-xs text-ink-soft">
      Used by{" "}
      {uses.map(({ id, name }, at) => (
        <span key={id}>
          {at > 0 && ", "}
          <Link href={`/${org}/registries/${id}`} className="text-accent underline">
            {name}
          </Link>
        </span>
      ))}
    </p>
  );
}
