"use client";

import { useRouter } from "next/navigation";
import { createContext, lazy, type ReactNode, Suspense, useContext, useState } from "react";
import type { PaletteProps } from "../palette/palette";
import type { ShellCommand } from "./key-map";
import { useShellKeys } from "./use-shell-keys";

// Fetched when first opened.
const KeyHelp = lazy(() => import("./key-help").then((module) => ({ default: module.KeyHelp })));
const Palette = lazy(() => import("../palette/palette").then((module) => ({ default: module.Palette })));

type Open = "help" | "palette" | null;

const Show = createContext<(what: "help" | "palette") => void>(() => undefined);

/** Opens the help of the keys, or the palette, as their keys do. */
export const useKeyboard = () => useContext(Show);

interface Props {
  readonly palette: Omit<PaletteProps, "close" | "showKeys">;
  readonly children: ReactNode;
}

/** Round an organization's screens: the keys of the whole product, their help and the palette. */
export function Keyboard({ palette, children }: Props) {
  const router = useRouter();
  const [open, setOpen] = useState<Open>(null);
  const base = `/${palette.org}`;
  useShellKeys((command: ShellCommand) => {
    if (command.kind === "go") router.push(`${base}${command.path}`);
    else if (command.kind === "new-registry") {
      if (palette.mayMakeRegistry) router.push(`${base}/registries/new`);
    } else if (command.kind === "help") setOpen("help");
    else if (command.kind === "palette") setOpen((now) => (now === "palette" ? null : "palette"));
    else if (!focusSearch()) setOpen("palette");
  });
  return (
    <Show value={setOpen}>
      {children}
      <Suspense>
        {open === "help" && <KeyHelp isOpen close={() => setOpen(null)} />}
        {open === "palette" && (
          <Palette {...palette} close={() => setOpen(null)} showKeys={() => setOpen("help")} />
        )}
      </Suspense>
    </Show>
  );
}

/** False where the page has no search of its own. */
function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>("main input[type=search]");
  field?.focus();
  field?.select();
  return field !== null;
}
