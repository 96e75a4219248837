import { element } from "./element.js";

/** Draws "1–50 of 120" with the ways back and on. `go` is called with the new offset. */
export function drawPager(place, { offset, size, total, noun, go }) {
  const active = document.activeElement;
  const refocus = place.contains(active) ? active.textContent : undefined;
  const last = Math.min(offset + size, total);
  const words =
    total === 0 ? `no ${noun}` : `${number(offset + 1)}–${number(last)} of ${number(total)} ${noun}`;
  const button = (label, to, isDisabled) =>
    element("button", { type: "button", disabled: isDisabled, onclick: () => go(to) }, label);
  place.replaceChildren(
    button("Previous", Math.max(0, offset - size), offset === 0),
    button("Next", offset + size, last >= total),
    element("span", { role: "status" }, words),
  );
  for (const one of place.querySelectorAll("button")) if (one.textContent === refocus) one.focus();
}

const number = (value) => value.toLocaleString("en");
