import { type Asked, type Refusal, UNREACHED } from "../action";

/** What a refused call holds, by RFC 9457 and ours. */
interface ProblemBody {
  readonly detail: string;
  readonly remedy?: string;
  readonly paths: Refusal["paths"];
}

const NO_ANSWER: Refusal = {
  message: UNREACHED.problem?.message ?? "",
  remedy: UNREACHED.problem?.remedy ?? null,
  paths: [],
};

/** A view from the API by the session's cookie, or why it is refused, with what mends it. */
export async function askView<T>(
  organization: string,
  path: string,
  signal?: AbortSignal,
): Promise<Asked<T>> {
  const response = await fetch(`/api/v1${path}`, {
    headers: { accept: "application/json", "x-chittysync-org": organization },
    ...(signal ? { signal } : {}),
  });
  if (response.ok) return { refusal: null, view: (await response.json()) as T };
  if (!response.headers.get("content-type")?.startsWith("application/problem+json"))
    return { refusal: NO_ANSWER, view: null };
  const { detail, remedy, paths } = (await response.json()) as ProblemBody;
  return { refusal: { message: detail, remedy: remedy ?? null, paths }, view: null };
}
