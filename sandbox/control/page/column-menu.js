import { byId } from "./element.js";

/**
 * What can be done to a column, in a menu under the button that opened it.
 * @param {HTMLElement} button
 * @param {string} title
 * @param {(action: "ascending" | "descending" | "rename") => void} act
 */
export function openColumnMenu(button, title, act) {
  const menu = byId("column-menu");
  byId("column-menu-title").textContent = title;
  for (const item of menu.querySelectorAll("button"))
    item.onclick = () => {
      menu.hidePopover();
      act(item.dataset.do);
    };
  menu.onkeydown = (event) => {
    const items = [...menu.querySelectorAll("button")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
  };
  menu.showPopover();
  const { left, bottom } = button.getBoundingClientRect();
  menu.style.inset = "auto";
  menu.style.left = `${Math.min(left, innerWidth - menu.offsetWidth - 8)}px`;
  menu.style.top = `${Math.min(bottom + 2, innerHeight - menu.offsetHeight - 8)}px`;
  menu.querySelector("button").focus();
}
