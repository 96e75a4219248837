"use client";

import { Content, Portal, Provider, Root, Trigger } from "radix-ui/tooltip";
import type { ReactElement, ReactNode } from "react";

interface Props {
  /** The control that it explains, which has a name without it. */
  readonly children: ReactElement;
  readonly says: ReactNode;
  readonly side?: "top" | "right" | "bottom" | "left";
}

/** A few words on hover and focus. Nothing may stand only here: a finger does not hover. */
export function Tooltip({ children, says, side = "top" }: Props) {
  return (
    <Provider delayDuration={350} skipDelayDuration={200}>
      <Root>
        <Trigger asChild>{children}</Trigger>
        <Portal>
          <Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-70 max-w-64 animate-fade rounded-control bg-primary px-2 py-1 text-small text-primary-ink"
          >
            {says}
          </Content>
        </Portal>
      </Root>
    </Provider>
  );
}
