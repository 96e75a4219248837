"use client";

import clsx from "clsx";
import { X } from "lucide-react";
import { Close, Content, Description, Portal, Root, Title } from "radix-ui/dialog";
import type { KeyboardEvent, ReactNode } from "react";
import { useFocusBefore } from "./use-focus-before";

export interface DialogProps {
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly title: string;
  /** One sentence under the title; what a screen reader says after it. */
  readonly description?: ReactNode;
  readonly size?: "narrow" | "regular" | "wide";
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly children?: ReactNode;
  /** The buttons below, the one that decides last. */
  readonly actions?: ReactNode;
}

const WIDTHS = { narrow: "max-w-md", regular: "max-w-lg", wide: "max-w-3xl" };

/** Dialog once it is open: apart, because no page pays for it before. */
export function DialogDrawing(props: DialogProps) {
  const { isOpen, close, title, description, size = "regular", onKeyDown, children, actions } = props;
  const focusBefore = useFocusBefore();
  return (
    <Root open={isOpen} onOpenChange={(opens) => !opens && close()}>
      <Portal>
        {/* Our own, because Radix' overlay puts a style element into the page, which its policy refuses. */}
        <div className="over-page animate-fade bg-veil" />
        <Content
          onKeyDown={onKeyDown}
          onCloseAutoFocus={focusBefore}
          {...(description ? {} : { "aria-describedby": undefined })}
          className={clsx(
            "fixed inset-x-4 top-1/2 z-50 mx-auto flex max-h-[calc(100dvh-2rem)] -translate-y-1/2 animate-rise flex-col",
            "rounded-dialog bg-raised text-ink shadow-float outline-none",
            WIDTHS[size],
          )}
        >
          <div className="pt-4.5 pr-12 pb-3 pl-5">
            <Title className="text-lead font-semibold">{title}</Title>
            {description && <Description className="mt-1 text-ink-soft">{description}</Description>}
          </div>
          {children !== undefined && <div className="min-h-0 overflow-y-auto px-5 pb-5">{children}</div>}
          {actions && <div className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{actions}</div>}
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
