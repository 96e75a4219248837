"use client";

import { Search } from "lucide-react";
import { PALETTE_KEY } from "@/components/keys/key-map";
import { useKeyboard } from "@/components/keys/keyboard";

/** Opens the palette, for who does not know its key. */
export function PaletteButton() {
  const show = useKeyboard();
  return (
    <button
      type="button"
      onClick={() => show("palette")}
      aria-keyshortcuts="Control+K Meta+K"
      className="ml-auto flex items-center gap-2 rounded-control p-1.5 text-ink-soft hover:bg-calm-soft md:mt-4 md:ml-0 md:border md:border-line-strong md:bg-surface md:px-2 md:py-1 md:text-control md:hover:bg-sunken"
    >
      <Search size={15} aria-hidden className="max-md:size-5" />
      <span className="flex-1 text-left max-md:sr-only">Search or go to</span>
      <kbd aria-hidden className="font-sans text-micro text-ink-faint max-md:hidden">
        {PALETTE_KEY.shown}
      </kbd>
    </button>
  );
}
