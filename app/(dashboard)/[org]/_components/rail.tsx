import type { ReactNode } from "react";
import { PaletteButton } from "./palette-button";
import { RailLinks } from "./rail-links";

interface Props {
  readonly org: string;
  readonly waiting: number;
  readonly seesRegistries: boolean;
  readonly organization: ReactNode;
  readonly plan: ReactNode;
  readonly person: ReactNode;
}

/** The left rail; on a phone a bar above and one below. */
export function Rail({ org, waiting, seesRegistries, organization, plan, person }: Props) {
  return (
    <header className="sticky top-0 z-30 flex items-center gap-1 border-b bg-rail px-3 py-2 md:h-dvh md:flex-col md:items-stretch md:gap-0 md:overflow-y-auto md:border-r md:border-b-0 md:py-4">
      {organization}
      <PaletteButton />
      <RailLinks org={org} waiting={waiting} seesRegistries={seesRegistries} plan={plan} />
      <div className="md:mt-auto md:space-y-3 md:pt-4">
        <div className="hidden md:block">{plan}</div>
        {person}
      </div>
    </header>
  );
}
