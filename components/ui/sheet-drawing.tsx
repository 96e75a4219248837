"use client";

import clsx from "clsx";
import { X } from "lucide-react";
import { Close, Content, Portal, Root, Title } from "radix-ui/dialog";
import type { ReactNode } from "react";
import { useFocusBefore } from "./use-focus-before";

export interface SheetProps {
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly title: string;
  /** `right`: details beside a list. `bottom`: choices within a thumb's reach. */
  readonly from?: "right" | "bottom";
  readonly children: ReactNode;
}

const PLACES = {
  right: "inset-y-0 right-0 w-[min(30rem,100vw)] border-l animate-slide-in",
  bottom:
    "inset-x-0 bottom-0 max-h-[85dvh] rounded-t-dialog pb-[env(safe-area-inset-bottom)] animate-slide-up",
};

/** Sheet once it is open: apart, because no page pays for it before. */
export function SheetDrawing({ isOpen, close, title, from = "right", children }: SheetProps) {
  const focusBefore = useFocusBefore();
  return (
    <Root open={isOpen} onOpenChange={(opens) => !opens && close()}>
      <Portal>
        <div className="over-page animate-fade bg-veil" />
        <Content
          aria-describedby={undefined}
          onCloseAutoFocus={focusBefore}
          className={clsx(
            "fixed z-50 flex flex-col bg-raised text-ink shadow-float outline-none",
            PLACES[from],
          )}
        >
          <div className="border-b py-3 pr-12 pl-5">
            <Title className="truncate text-lead font-semibold">{title}</Title>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
          {/* Last, so that the focus comes to what is asked first. */}
          <Close
            aria-label="Close"
            className="absolute top-3 right-4 rounded-control p-1 text-ink-faint hover:bg-calm-soft hover:text-ink"
          >
            <X size={16} aria-hidden />
          </Close>
        </Content>
      </Portal>
    </Root>
  );
}
