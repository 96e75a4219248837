"use client";

import clsx from "clsx";
import { Content, Item, Label, Portal, Root, Separator, Trigger } from "radix-ui/dropdown-menu";
import { type ReactElement, type ReactNode, useRef } from "react";
import { MenuParts } from "./menu-parts";

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly align?: "start" | "center" | "end";
  readonly side?: "top" | "bottom";
  readonly className?: string;
  /** Lines of menu-lines.tsx; where they are fetched when it is opened first, nothing is drawn before. */
  readonly children: ReactNode;
}

const PARTS = { Item, Label, Separator };

interface DrawingProps extends MenuProps {
  /** The key that opened it first was pressed before anybody here heard keys: its first line has the focus all the same. */
  readonly isByKey: boolean;
}

/** A Menu from its first opening on: apart, because no page pays for it before. */
export function MenuDrawing(props: DrawingProps) {
  const { trigger, align = "start", side = "bottom", className, children, isByKey } = props;
  const wasEntered = useRef(!isByKey);
  return (
    // A modal one would put a style element into the page, which its policy refuses.
    <Root modal={false} defaultOpen>
      <Trigger asChild>{trigger}</Trigger>
      <Portal>
        <Content
          onFocus={({ currentTarget }) => {
            if (wasEntered.current) return;
            wasEntered.current = true;
            currentTarget.querySelector<HTMLElement>("[role=menuitem]:not([data-disabled])")?.focus();
          }}
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={12}
          className={clsx(
            "z-60 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 animate-rise overflow-y-auto rounded-card bg-raised p-1.5 text-ink shadow-float",
            className,
          )}
        >
          <MenuParts value={PARTS}>{children}</MenuParts>
        </Content>
      </Portal>
    </Root>
  );
}
