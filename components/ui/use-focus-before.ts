import { useState } from "react";

/**
 * What had the focus before something was opened over the page, for that to give it back when it closes. Radix gives it to
 * the trigger of its own, and ours are opened by buttons and keys of the page.
 */
export function useFocusBefore() {
  const [before] = useState(() => (typeof document === "undefined" ? null : document.activeElement));
  return (event: Event) => {
    event.preventDefault();
    if (before instanceof HTMLElement) before.focus();
  };
}
