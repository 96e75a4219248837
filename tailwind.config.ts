import type { Config } from "tailwindcss";

const color = (name: string): string => `var(--${name})`;
const named = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, color(name)]));

/** The names that screens may use; what each looks like in light and dark is said once, in app/globals.css. */
export default {
  content: ["./app/**/*.tsx", "./components/**/*.tsx"],
  theme: {
    extend: {
      colors: named(
        ...["canvas", "rail", "surface", "raised", "sunken", "picked", "line", "line-strong"],
        ...["ink", "ink-soft", "ink-faint", "primary", "primary-ink", "accent", "accent-soft"],
        ...["good", "good-soft", "warn", "warn-soft", "bad", "bad-soft", "stop", "stop-soft", "calm-soft"],
      ),
      fontFamily: {
        sans: ["Inter Variable", "system-ui", "sans-serif"],
        mono: ["JetBrains Mono Variable", "ui-monospace", "monospace"],
      },
      boxShadow: { card: "var(--shadow-card)", float: "var(--shadow-float)" },
    },
  },
} satisfies Config;
