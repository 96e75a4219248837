/** The only page that Google's dialog is shown on. It is left and entered as a document, so that its policy is its own. */
const PAGE = /^\/org_[a-z0-9]+\/connections\/con_[a-z0-9]+\/spreadsheets$/;

const GOOGLE = "https://docs.google.com";

/** Whose frame this page may hold; null = nobody's. Google's script itself is loaded by ours, so it needs no address. */
export function pickerFrame(
  pathname: string,
  {
    GOOGLE_CLIENT_ID,
    GOOGLE_API_URL,
  }: { GOOGLE_CLIENT_ID?: string | undefined; GOOGLE_API_URL?: string | undefined },
): string | null {
  if (!GOOGLE_CLIENT_ID || !PAGE.test(pathname)) return null;
  return GOOGLE_API_URL === undefined ? GOOGLE : new URL(GOOGLE_API_URL).origin;
}
