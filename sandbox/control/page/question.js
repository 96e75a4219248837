import { byId } from "./element.js";

/** Asks whether to go on. Resolves to true or false. */
export const confirmed = async (text, yes) => (await ask({ text, yes })) !== undefined;

/** Asks for a text. Resolves to it, or to undefined when the person cancels or gives none. */
export const askedText = async (text, label, yes) => (await ask({ text, label, yes }))?.trim() || undefined;

function ask({ text, label, yes }) {
  const dialog = byId("question");
  const input = byId("question-input");
  byId("question-text").textContent = text;
  byId("question-label").textContent = label ?? "";
  byId("question-field").hidden = label === undefined;
  byId("question-yes").textContent = yes;
  input.value = "";
  byId("question-no").onclick = () => dialog.close("no");
  dialog.returnValue = "no";
  dialog.querySelector("form").onsubmit = (event) => {
    event.preventDefault();
    dialog.close("yes");
  };
  dialog.showModal();
  if (label !== undefined) input.focus();
  return new Promise((resolve) => {
    dialog.onclose = () => resolve(dialog.returnValue === "yes" ? input.value : undefined);
  });
}
