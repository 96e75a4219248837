"use client";

import clsx from "clsx";
import { CircleCheck, CircleX, Info, TriangleAlert, X } from "lucide-react";
import { Action, Close, Description, Provider, Root, Title, Viewport } from "radix-ui/toast";
import { buttonClass } from "./button";

export interface Notice {
  readonly tone: "good" | "calm" | "warn" | "bad";
  readonly title: string;
  readonly detail?: string;
  /** One thing that can be done about it, and what it does in words for who cannot see the button. */
  readonly action?: { readonly word: string; readonly meaning: string; readonly run: () => void };
}

export type KeptNotice = Notice & { readonly id: string };

const ICONS = { good: CircleCheck, calm: Info, warn: TriangleAlert, bad: CircleX };
const COLOURS = { good: "text-good", calm: "text-ink-soft", warn: "text-warn", bad: "text-bad" };

const SHOWN_MS = 6_000;

interface Props {
  readonly notices: readonly KeptNotice[];
  readonly drop: (id: string) => void;
}

/** The messages that stand, newest last. */
export function ToastDrawing({ notices, drop }: Props) {
  return (
    <Provider duration={SHOWN_MS} label="Message">
      {notices.map((notice) => (
        <Toast key={notice.id} notice={notice} drop={() => drop(notice.id)} />
      ))}
      <Viewport
        label="Messages ({hotkey})"
        className="fixed right-4 bottom-20 z-80 flex w-[min(24rem,calc(100vw-2rem))] flex-col gap-2 outline-none md:bottom-4"
      />
    </Provider>
  );
}

function Toast({ notice, drop }: { readonly notice: Notice; readonly drop: () => void }) {
  const { tone, title, detail, action } = notice;
  const Icon = ICONS[tone];
  return (
    <Root
      type={tone === "bad" ? "foreground" : "background"}
      onOpenChange={(isOpen) => !isOpen && drop()}
      className="flex animate-rise items-start gap-2.5 rounded-card bg-raised p-3.5 text-ink shadow-float"
    >
      <Icon size={16} aria-hidden className={clsx("mt-0.5 shrink-0", COLOURS[tone])} />
      <div className="min-w-0 flex-1">
        <Title className="font-medium">{title}</Title>
        {detail && <Description className="mt-0.5 text-ink-soft">{detail}</Description>}
        {action && (
          <Action altText={action.meaning} onClick={action.run} className={buttonClass("plain", "mt-2")}>
            {action.word}
          </Action>
        )}
      </div>
      <Close aria-label="Close" className="rounded-control text-ink-faint hover:text-ink">
        <X size={15} aria-hidden />
      </Close>
    </Root>
  );
}
