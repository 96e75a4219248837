"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useState } from "react";

const Organization = createContext("");

/** The public id of the organization whose screens these are. */
export const useOrganization = (): string => useContext(Organization);

/** Live data for one organization. What one failed poll cannot tell, the next one will. */
export function LiveOrganization({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: { queries: { staleTime: 500, retry: 1, refetchOnWindowFocus: true } },
      }),
  );
  return (
    <Organization value={id}>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </Organization>
  );
}
