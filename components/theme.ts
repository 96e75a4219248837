export const THEME_COOKIE = "chittysync_theme";

export type Theme = "system" | "light" | "dark";

/** The theme a cookie names; anything else is the system's. */
export const themeOf = (value: string | undefined): Theme =>
  value === "light" || value === "dark" ? value : "system";
