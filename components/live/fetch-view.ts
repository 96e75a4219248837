export interface Page<T> {
  readonly data: readonly T[];
  readonly nextCursor: string | null;
}

/** A view from the API by the session's cookie. Throws an Error whose message may be shown. */
export async function fetchView<T>(organization: string, path: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(`/api/v1${path}`, {
    headers: { accept: "application/json", "x-chittysync-org": organization },
    ...(signal ? { signal } : {}),
  });
  if (!response.ok)
    throw new Error(response.status === 401 ? "You are signed out." : "The newest state did not come.");
  return (await response.json()) as T;
}
