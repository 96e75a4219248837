import type { Refusal as RefusalView } from "../action";
import { Problem } from "./problem";

/** A JSON pointer, or what the control is called that it stands for. */
function Place({ path }: { readonly path: string }) {
  if (!path.startsWith("/")) return <span className="mr-1.5 font-medium">{path}:</span>;
  return <code className="mr-1.5 font-mono text-xs text-ink-soft">{path}</code>;
}

/** Why something that was sent is not accepted, and where in it. */
export function Refusal({ refusal }: { readonly refusal: RefusalView }) {
  return (
    <Problem title={refusal.message} remedy={refusal.remedy}>
      {refusal.paths.length > 0 && (
        <ul className="mt-1.5 space-y-0.5">
          {refusal.paths.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              {path && <Place path={path} />}
              {message}
            </li>
          ))}
        </ul>
      )}
    </Problem>
  );
}
