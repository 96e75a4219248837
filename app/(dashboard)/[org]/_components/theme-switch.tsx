"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import type { Theme } from "@/components/theme";
import { chooseTheme } from "../actions";

const CHOICES = [
  { theme: "system", word: "System", icon: Monitor },
  { theme: "light", word: "Light", icon: Sun },
  { theme: "dark", word: "Dark", icon: Moon },
] as const;

/** Takes effect at once; the cookie lets the server draw the next page in it without a flash. */
export function ThemeSwitch({ theme }: { readonly theme: Theme }) {
  const [chosen, setChosen] = useState(theme);
  const choose = (next: Theme) => {
    setChosen(next);
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    void chooseTheme(next);
  };
  return (
    <fieldset className="flex gap-0.5 rounded-[8px] bg-calm-soft p-0.5">
      <legend className="sr-only">Theme</legend>
      {CHOICES.map(({ theme: value, word, icon: Icon }) => (
        <label
          key={value}
          className="flex flex-1 cursor-pointer items-center justify-center gap-1.5 rounded-[6px] px-2 py-1 text-xs text-ink-soft has-checked:bg-picked has-checked:text-ink has-checked:shadow-card has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="theme"
            value={value}
            checked={chosen === value}
            onChange={() => choose(value)}
            className="sr-only"
          />
          <Icon size={13} aria-hidden />
          {word}
        </label>
      ))}
    </fieldset>
  );
}
