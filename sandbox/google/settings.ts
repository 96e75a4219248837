export interface OauthClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Exact matches only; an empty list accepts any loopback address. */
  readonly redirectUris: readonly string[];
  /** The cloud project it belongs to, when not the default one. */
  readonly projectNumber?: string;
}

/** Per minute, as Drive counts since 2026. */
export interface DriveUnits {
  readonly driveUnitsPerUser: number;
  readonly driveUnitsPerProject: number;
}

export interface QuotaLimits extends DriveUnits {
  readonly readsPerUser: number;
  readonly readsPerProject: number;
  readonly writesPerUser: number;
  readonly writesPerProject: number;
}

export interface GoogleSettings {
  readonly clients: readonly OauthClient[];
  /** Per minute; the live service's where nothing is said. */
  readonly limits: Partial<QuotaLimits>;
  readonly projectNumber: string;
  /** How long Drive's modifiedTime lags behind a change. */
  readonly driveLagMs: number;
  /** What spreadsheetUrl and webViewLink begin with. */
  readonly spreadsheetUrl: string;
}

export const DEFAULT_LIMITS: QuotaLimits = {
  readsPerUser: 60,
  readsPerProject: 300,
  writesPerUser: 60,
  writesPerProject: 300,
  driveUnitsPerUser: 325_000,
  driveUnitsPerProject: 1_000_000,
};

export const DEFAULT_SETTINGS: GoogleSettings = {
  clients: [{ clientId: "sandbox-google-client", clientSecret: "sandbox-google-secret", redirectUris: [] }],
  limits: {},
  projectNumber: "100000000001",
  driveLagMs: 180_000,
  spreadsheetUrl: "https://docs.google.com/spreadsheets/d/",
};
