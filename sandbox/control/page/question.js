import { byId } from "./element.js";

/** Asks whether to go on. Resolves to true or false. */
export const confirmed = async (text, yes) => (await ask({ text, yes })) !== undefined;

/** Asks for a title. Resolves to it, or to undefined when the person cancels or gives none. */
export const askedTitle = async (text, yes) =>
  (await ask({ text, yes, wantsTitle: true }))?.trim() || undefined;

function ask({ text, yes, wantsTitle = false }) {
  const dialog = byId("question");
  const input = byId("question-input");
  byId("question-text").textContent = text;
  byId("question-field").hidden = !wantsTitle;
  byId("question-yes").textContent = yes;
  input.value = "";
  byId("question-no").onclick = () => dialog.close("no");
  dialog.returnValue = "no";
  dialog.querySelector("form").onsubmit = (event) => {
    event.preventDefault();
    dialog.close("yes");
  };
  dialog.showModal();
  if (wantsTitle) input.focus();
  return new Promise((resolve) => {
    dialog.onclose = () => resolve(dialog.returnValue === "yes" ? input.value : undefined);
  });
}
