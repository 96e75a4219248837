export type Flow = "both" | "in" | "out" | "off";

/** Where a side's values flow as a whole: `in` = it is only read, `out` = it is only written. */
export function sideFlow(mappings: readonly { readonly direction: string }[]): Flow {
  const has = (...directions: string[]) => mappings.some(({ direction }) => directions.includes(direction));
  const isRead = has("both", "in");
  const isWritten = has("both", "out");
  if (isRead && isWritten) return "both";
  if (isRead) return "in";
  return isWritten ? "out" : "off";
}

const WORDS: Record<Flow, string> = {
  both: "Read and written",
  in: "Only read",
  out: "Only written",
  off: "Not taking part",
};

export const flowWord = (flow: Flow): string => WORDS[flow];
