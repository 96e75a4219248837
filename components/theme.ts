export const THEME_COOKIE = "chittysync_theme";

export type Theme = "system" | "light" | "dark" | "contrast";

/** `contrast` is light or dark as the system is, and stronger. */
export const THEMES: readonly { readonly theme: Theme; readonly word: string }[] = [
  { theme: "system", word: "System" },
  { theme: "light", word: "Light" },
  { theme: "dark", word: "Dark" },
  { theme: "contrast", word: "Contrast" },
];

/** The theme a cookie names; anything else is the system's. */
export const themeOf = (value: string | undefined): Theme =>
  THEMES.find(({ theme }) => theme === value)?.theme ?? "system";

/** Shows the page in a theme at once. */
export function setTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
