/** How each screen is pictured: by theme, and by the width of what it is seen on, in px. */
export const THEMES = {
  light: { colorScheme: "light", contrast: "no-preference" },
  dark: { colorScheme: "dark", contrast: "no-preference" },
  contrast: { colorScheme: "light", contrast: "more" },
  "contrast-dark": { colorScheme: "dark", contrast: "more" },
} as const;
export const WIDTHS = { phone: 390, laptop: 1280, wide: 1920 } as const;

export interface Look {
  readonly theme: keyof typeof THEMES;
  readonly device: keyof typeof WIDTHS;
}

const EVERYWHERE = (["light", "dark"] as const).flatMap((theme) =>
  (Object.keys(WIDTHS) as (keyof typeof WIDTHS)[]).map((device): Look => ({ theme, device })),
);

const CONTRASTED: readonly Look[] = [
  { theme: "contrast", device: "laptop" },
  { theme: "contrast-dark", device: "laptop" },
];

/** Where people spend their days, and what they decide on: pictured in high contrast too. */
const MOST_USED = new Set([
  ...["registries", "attention", "attention-approval", "attention-conflict", "activity", "audit"],
  ...["connections", "registry-runs", "registry-rows", "registry-mapping", "run-held", "draft-good-map"],
]);

export const LOOKS: readonly Look[] = [...EVERYWHERE, ...CONTRASTED];

export const looksOf = (screen: string): readonly Look[] => (MOST_USED.has(screen) ? LOOKS : EVERYWHERE);

export const pictureOf = (screen: string, { theme, device }: Look): string =>
  `${screen}.${theme}.${device}.png`;
