import type { Config } from "tailwindcss";

const color = (name: string): string => `var(--${name})`;
const named = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, color(name)]));

/**
 * The names that screens may use; what each looks like in light, dark and high contrast is said once, in
 * app/globals.css. Spacing: 1 within a control, 2 between controls that belong together, 3 to 4 within a card, 6 between
 * parts of a page, 10 and more between what has nothing to do with each other.
 */
export default {
  content: ["./app/**/*.tsx", "./components/**/*.tsx"],
  theme: {
    extend: {
      colors: named(
        ...["canvas", "rail", "surface", "raised", "sunken", "picked", "line", "line-strong", "edge", "veil"],
        ...["ink", "ink-soft", "ink-faint", "primary", "primary-ink", "accent", "accent-soft", "accent-ink"],
        ...["good", "good-soft", "warn", "warn-soft", "bad", "bad-soft", "stop", "stop-soft", "calm-soft"],
        ...["series-1", "series-2", "series-3", "series-4"],
      ),
      fontFamily: {
        sans: ["Inter Variable", "system-ui", "sans-serif"],
        mono: ["JetBrains Mono Variable", "ui-monospace", "monospace"],
      },
      /** Size and line; `body` is what stands where nothing is said. */
      fontSize: {
        micro: ["0.6875rem", "1rem"],
        small: ["0.75rem", "1rem"],
        control: ["0.8125rem", "1.125rem"],
        body: ["0.84375rem", "1.25rem"],
        lead: ["0.9375rem", "1.375rem"],
        title: ["1.25rem", "1.75rem"],
        figure: ["1.625rem", "2rem"],
      },
      borderRadius: { mark: "4px", control: "7px", card: "10px", dialog: "12px" },
      boxShadow: { card: "var(--shadow-card)", float: "var(--shadow-float)" },
      animation: {
        rise: "rise 140ms ease-out",
        fade: "fade 120ms ease-out",
        "slide-in": "slide-in 180ms ease-out",
        "slide-up": "slide-up 180ms ease-out",
      },
    },
  },
} satisfies Config;
