import Link from "next/link";
import type { ReactNode } from "react";
import { Mark } from "@/components/ui/mark";
import { RailLinks } from "./rail-links";

interface Props {
  readonly org: string;
  readonly organizationName: string;
  readonly waiting: number;
  readonly seesRegistries: boolean;
  readonly plan: ReactNode;
  readonly person: ReactNode;
}

/** The left rail; on a phone a bar above and one below. */
export function Rail({ org, organizationName, waiting, seesRegistries, plan, person }: Props) {
  return (
    <header className="sticky top-0 z-30 flex items-center border-b bg-rail px-4 py-2 md:h-dvh md:flex-col md:items-stretch md:border-r md:border-b-0 md:px-3 md:py-4">
      <Link href={`/${org}`} className="flex min-w-0 items-center gap-2.5 rounded-md px-1 md:px-2">
        <Mark />
        <span className="min-w-0">
          <span className="block truncate text-[0.875rem] leading-5 font-semibold">{organizationName}</span>
          <span className="block text-[0.6875rem] leading-3.5 text-ink-faint">ChittySync</span>
        </span>
      </Link>
      <RailLinks org={org} waiting={waiting} seesRegistries={seesRegistries} />
      <div className="ml-auto md:mt-auto md:ml-0 md:space-y-3">
        <div className="hidden md:block">{plan}</div>
        {person}
      </div>
    </header>
  );
}
