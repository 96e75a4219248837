"use client";

import { type ReactNode, Suspense, useEffect, useRef, useState } from "react";

const AHEAD = "300px";

/** Draws what it holds once that is about to be in sight, in the room that is kept for it. */
export function OnceNear({ children }: { readonly children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    const watch = new IntersectionObserver(
      (seen) => seen.some((one) => one.isIntersecting) && setNear(true),
      {
        rootMargin: AHEAD,
      },
    );
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  return (
    <div ref={box} className="h-full">
      {isNear && <Suspense>{children}</Suspense>}
    </div>
  );
}
