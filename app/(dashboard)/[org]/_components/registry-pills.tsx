import Link from "next/link";
import { counted } from "@/lib/format/count";
import type { RegistryStanding } from "@/lib/services/overview/get-overview";

interface Props {
  readonly standing: RegistryStanding;
  readonly base: string;
}

/** What waits for a person in a registry, each leading to it. */
export function RegistryPills({ standing: { held, conflicts, issues, drifted, name }, base }: Props) {
  const pills = [
    { count: held, one: "approval", href: base },
    { count: drifted, one: "drifted row", href: base },
    { count: conflicts, one: "conflict", href: `${base}/conflicts` },
    { count: issues, one: "issue", href: `${base}/issues` },
  ].filter(({ count }) => count > 0);
  return pills.map(({ count, one, href }) => (
    <Link
      key={one}
      href={href}
      aria-label={`${counted(count, one)} of ${name}`}
      className="relative z-10 rounded-full border px-2 py-0.5 text-small font-medium text-warn hover:bg-warn-soft"
    >
      {counted(count, one)}
    </Link>
  ));
}
