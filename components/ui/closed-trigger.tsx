import { type ButtonHTMLAttributes, cloneElement, type MouseEvent, type ReactElement } from "react";

interface Opening {
  /** What is opened, as its role. */
  readonly opens: "menu" | "dialog";
  /** Begins to fetch what is opened. */
  readonly fetch: () => Promise<unknown>;
  readonly open: (event: MouseEvent<HTMLButtonElement>) => void;
}

/** The button of what was not opened yet: a pointer or the focus on it fetches, a press opens. */
export function closedTrigger(trigger: ReactElement, { opens, fetch, open }: Opening): ReactElement {
  const button = trigger as ReactElement<ButtonHTMLAttributes<HTMLButtonElement>>;
  const ahead = () => void fetch().catch(() => undefined); // the press tries again, and tells
  return cloneElement(button, {
    "aria-haspopup": opens,
    "aria-expanded": false,
    onPointerEnter: ahead,
    onFocus: ahead,
    onClick: (event) => {
      button.props.onClick?.(event);
      open(event);
    },
  });
}
