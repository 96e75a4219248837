const NONCE_BYTES = 16;

/** 128 random bits in base64: new for every page, so that nobody can name a script that is not ours. */
export const newNonce = (): string =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(NONCE_BYTES))).toString("base64");

/** Of answers that are no page: they load nothing, go nowhere and are shown in no frame. */
export const DATA_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

interface Page {
  readonly nonce: string;
  /** Hot reload evaluates text as code, puts styles into the page and speaks over a socket. */
  readonly isDevelopment: boolean;
  /** Whose frame it may hold; null = nobody's. */
  readonly frame: string | null;
}

/** The Content-Security-Policy of a page: its own scripts by their nonce, and what those load. */
export function pagePolicy({ nonce, isDevelopment, frame }: Page): string {
  const directives = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    ...(isDevelopment ? [] : ["style-src-attr 'none'"]),
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "img-src 'self' data:",
    "font-src 'self'",
    ...(frame === null ? [] : [`frame-src ${frame}`]),
    "form-action 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return directives.join("; ");
}
