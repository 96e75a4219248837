"use client";

import clsx from "clsx";
import { Check, type LucideIcon } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useContext } from "react";
import { MenuParts } from "./menu-parts";

const LINE =
  "flex w-full cursor-pointer items-center gap-2.5 rounded-control px-2.5 py-1.5 text-control outline-none select-none data-disabled:cursor-not-allowed data-disabled:opacity-45 data-highlighted:bg-calm-soft data-highlighted:outline-2 data-highlighted:-outline-offset-2 data-highlighted:outline-transparent contrasted:data-highlighted:outline-accent";

interface Line {
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
  /** Right of the words: a key, a count, a state. */
  readonly end?: ReactNode;
}

interface ItemProps extends Line {
  readonly choose: () => void;
  readonly isDisabled?: boolean;
  /** It takes something away. */
  readonly isDanger?: boolean;
}

export function MenuItem({ icon: Icon, children, end, choose, isDisabled = false, isDanger }: ItemProps) {
  const { Item } = useParts();
  return (
    <Item onSelect={choose} disabled={isDisabled} className={clsx(LINE, isDanger && "text-bad")}>
      {Icon && <Icon size={15} aria-hidden className="shrink-0" />}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {end}
    </Item>
  );
}

interface LinkProps extends Line {
  readonly href: string;
  /** It leads to where one is. */
  readonly isHere?: boolean;
}

export function MenuLink({ icon: Icon, children, end, href, isHere }: LinkProps) {
  const { Item } = useParts();
  return (
    <Item asChild>
      <Link href={href} aria-current={isHere ? "true" : undefined} className={LINE}>
        {Icon && <Icon size={15} aria-hidden className="shrink-0" />}
        <span className="min-w-0 flex-1 truncate">{children}</span>
        {end}
        {isHere && <Check size={14} aria-hidden className="shrink-0" />}
      </Link>
    </Item>
  );
}

export function MenuLabel({ children }: { readonly children: ReactNode }) {
  const { Label } = useParts();
  return <Label className="px-2.5 pt-1.5 pb-1 text-small text-ink-faint">{children}</Label>;
}

export function MenuLine() {
  const { Separator } = useParts();
  return <Separator className="my-1.5 h-px bg-line" />;
}

function useParts() {
  const parts = useContext(MenuParts);
  if (!parts) throw new Error("A line of a menu stands in a Menu.");
  return parts;
}
