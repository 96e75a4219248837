"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";

/**
 * Whenever `sign` becomes another, all that the page shows is asked for again without a reload: what the server drew,
 * and what is live, so that no part says what another has overtaken.
 */
export function useRefreshOn(sign: string): void {
  const router = useRouter();
  const queries = useQueryClient();
  const seen = useRef(sign);
  useEffect(() => {
    if (seen.current === sign) return;
    seen.current = sign;
    // What the connected systems are asked for costs their calls, and no run changes it.
    void queries.invalidateQueries({ predicate: ({ meta }) => !meta?.asksSystems });
    router.refresh();
  }, [sign, router, queries]);
}
