"use client";

import clsx from "clsx";
import { Content, Portal, Root, Trigger } from "radix-ui/popover";
import type { ReactElement, ReactNode } from "react";

export interface PopoverProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  /** What it is about, for a screen reader. */
  readonly label: string;
  readonly align?: "start" | "center" | "end";
  readonly className?: string;
  /** Where somebody else opens and closes it; both or none. */
  readonly isOpen?: boolean;
  readonly setOpen?: (isOpen: boolean) => void;
  readonly children: ReactNode;
}

/** A Popover from its first opening on: apart, because no page pays for it before. */
export function PopoverDrawing({
  trigger,
  label,
  align = "start",
  className,
  isOpen,
  setOpen,
  children,
}: PopoverProps) {
  const control =
    isOpen === undefined || setOpen === undefined
      ? { defaultOpen: true }
      : { open: isOpen, onOpenChange: setOpen };
  return (
    <Root {...control}>
      <Trigger asChild>{trigger}</Trigger>
      <Portal>
        <Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={12}
          className={clsx(
            "z-60 max-h-(--radix-popover-content-available-height) animate-rise overflow-y-auto rounded-card bg-raised text-ink shadow-float outline-none",
            className ?? "w-72 p-3.5",
          )}
        >
          {children}
        </Content>
      </Portal>
    </Root>
  );
}
