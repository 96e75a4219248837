"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";

/** Asks the server for the page's parts again, without a reload, whenever `sign` becomes another. */
export function useRefreshOn(sign: string): void {
  const router = useRouter();
  const seen = useRef(sign);
  useEffect(() => {
    if (seen.current === sign) return;
    seen.current = sign;
    router.refresh();
  }, [sign, router]);
}
