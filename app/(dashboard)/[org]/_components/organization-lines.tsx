"use client";

import { Plus } from "lucide-react";
import { MenuLabel, MenuLine, MenuLink } from "@/components/ui/menu-lines";

export interface OrganizationLink {
  readonly id: string;
  readonly name: string;
  /** It is being deleted. */
  readonly isClosing: boolean;
}

interface Props {
  readonly org: string;
  readonly organizations: readonly OrganizationLink[];
}

/** The way to each organization of the person, and to a new one. */
export function OrganizationLines({ org, organizations }: Props) {
  return (
    <>
      <MenuLabel>Organizations</MenuLabel>
      {organizations.map((one) => (
        <MenuLink
          key={one.id}
          href={`/${one.id}`}
          isHere={one.id === org}
          end={one.isClosing && <span className="text-micro text-stop">being deleted</span>}
        >
          {one.name}
        </MenuLink>
      ))}
      <MenuLine />
      <MenuLink href="/organizations/new" icon={Plus}>
        New organization
      </MenuLink>
    </>
  );
}
