"use client";

import clsx from "clsx";
import { Check, type LucideIcon } from "lucide-react";
import Link from "next/link";
import { Content, Item, Label, Portal, Root, Separator, Trigger } from "radix-ui/dropdown-menu";
import type { ReactElement, ReactNode } from "react";

interface Props {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly align?: "start" | "center" | "end";
  readonly side?: "top" | "bottom";
  readonly className?: string;
  /** Of MenuItem, MenuLink, MenuLabel, MenuLine. */
  readonly children: ReactNode;
}

/** Choices of a button. Arrow keys and first letters move, Enter takes, Escape closes. */
export function Menu({ trigger, align = "start", side = "bottom", className, children }: Props) {
  return (
    // A modal one would put a style element into the page, which its policy refuses.
    <Root modal={false}>
      <Trigger asChild>{trigger}</Trigger>
      <Portal>
        <Content
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={12}
          className={clsx(
            "z-60 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 animate-rise overflow-y-auto rounded-card bg-raised p-1.5 text-ink shadow-float",
            className,
          )}
        >
          {children}
        </Content>
      </Portal>
    </Root>
  );
}

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

export const MenuLabel = ({ children }: { readonly children: ReactNode }) => (
  <Label className="px-2.5 pt-1.5 pb-1 text-small text-ink-faint">{children}</Label>
);

export const MenuLine = () => <Separator className="my-1.5 h-px bg-line" />;
