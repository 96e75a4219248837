/** How each screen is pictured: by theme, and by the width of what it is seen on, in px. */
export const THEMES = ["light", "dark"] as const;
export const WIDTHS = { phone: 390, laptop: 1280, wide: 1920 } as const;

export interface Look {
  readonly theme: (typeof THEMES)[number];
  readonly device: keyof typeof WIDTHS;
}

export const LOOKS: readonly Look[] = THEMES.flatMap((theme) =>
  (Object.keys(WIDTHS) as (keyof typeof WIDTHS)[]).map((device) => ({ theme, device })),
);

export const pictureOf = (screen: string, { theme, device }: Look): string =>
  `${screen}.${theme}.${device}.png`;
