"use client";

import { createContext, lazy, type ReactNode, Suspense, useCallback, useContext, useState } from "react";
import type { KeptNotice, Notice } from "./toast-drawing";

// Fetched when something is first told.
const Drawing = lazy(() => import("./toast-drawing").then(({ ToastDrawing }) => ({ default: ToastDrawing })));

const MOST = 4;

const Tell = createContext<(notice: Notice) => void>(() => undefined);

/** Says something that has happened, for some seconds, without taking the focus. What must be answered is no toast. */
export const useToast = () => useContext(Tell);

/** Around all that may tell something. */
export function Toasts({ children }: { readonly children: ReactNode }) {
  const [notices, setNotices] = useState<readonly KeptNotice[]>([]);
  const tell = useCallback(
    (notice: Notice) =>
      setNotices((before) => [...before.slice(1 - MOST), { ...notice, id: crypto.randomUUID() }]),
    [],
  );
  const drop = (id: string) => setNotices((before) => before.filter((one) => one.id !== id));
  return (
    <Tell value={tell}>
      {children}
      {notices.length > 0 && (
        <Suspense>
          <Drawing notices={notices} drop={drop} />
        </Suspense>
      )}
    </Tell>
  );
}
