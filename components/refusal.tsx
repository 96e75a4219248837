import type { Refusal as RefusalView } from "./action";
import { Problem } from "./problem";

/** Why something that was sent is not accepted, and where in it. */
export function Refusal({ refusal }: { readonly refusal: RefusalView }) {
  return (
    <Problem title={refusal.message} remedy={refusal.remedy}>
      {refusal.paths.length > 0 && (
        <ul className="mt-1.5 space-y-0.5">
          {refusal.paths.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              {path && <code className="mr-1.5 font-mono text-xs text-ink-soft">{path}</code>}
              {message}
            </li>
          ))}
        </ul>
      )}
    </Problem>
  );
}
