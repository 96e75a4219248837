/** The decoded path, or the path as sent when it cannot be decoded. */
export function readablePath({ pathname }: URL): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
