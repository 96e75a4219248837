"use client";

import { useState } from "react";
import { setTheme, THEMES, type Theme } from "@/components/theme";
import { Segmented } from "@/components/ui/segmented";
import { chooseTheme } from "../actions";

const SEGMENTS = THEMES.map(({ theme, word }) => ({ value: theme, word }));

/** Takes effect at once; the cookie lets the server draw the next page in it without a flash. */
export function ThemeSwitch({ theme }: { readonly theme: Theme }) {
  const [chosen, setChosen] = useState(theme);
  const choose = (next: Theme) => {
    setChosen(next);
    setTheme(next);
    void chooseTheme(next);
  };
  return (
    <Segmented
      legend="Theme"
      name="theme"
      value={chosen}
      segments={SEGMENTS}
      choose={choose}
      className="flex w-full"
    />
  );
}
