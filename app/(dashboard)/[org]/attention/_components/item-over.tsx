import { CircleCheck } from "lucide-react";
import type { ReactNode } from "react";
import { Empty } from "@/components/ui/empty";

interface Props {
  readonly title: string;
  /** What became of it, as far as that is known. */
  readonly children: ReactNode;
}

/** In the place of what waited and does so no more: somebody decided, or a run mended it. */
export function ItemOver({ title, children }: Props) {
  return (
    <div role="status" className="card">
      <Empty isProof icon={CircleCheck} title={title}>
        {children}
      </Empty>
    </div>
  );
}
