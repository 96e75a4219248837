import { element } from "./element.js";

const open = new Set();

/** Whether a person is typing: then nothing may be drawn over. */
export const isEditing = () => open.size > 0;

/**
 * Lets a person edit a cell's text in place. Enter and leaving save, Esc cancels, an unchanged text is not
 * saved. While `save` rejects, the editor stays open and shows why.
 * @param {{ text: string, label: string, options?: string[], isLine?: boolean,
 *   save: (text: string) => Promise<unknown>, closed: () => void }} how
 */
export function editCell(cell, { text, label, options, isLine, save, closed }) {
  if (cell.querySelector(".editor")) return;
  const before = [...cell.childNodes];
  const editor = makeEditor({ label, options, isLine });
  editor.value = text;
  const initial = editor.value;
  const trouble = element("p", { className: "cell-trouble", role: "alert", hidden: true });
  let isSaving = false;

  const close = (focuses) => {
    if (!open.delete(editor)) return;
    cell.replaceChildren(...before);
    if (focuses) (cell.querySelector("button, input") ?? cell).focus();
    closed();
  };
  const commit = async (focuses) => {
    if (isSaving || !open.has(editor)) return;
    if (editor.value === initial) return close(focuses);
    isSaving = true;
    editor.readOnly = true;
    try {
      await save(editor.value);
      const shown = before.find((node) => node.className === "shown");
      if (shown) shown.textContent = editor.value;
      close(focuses);
    } catch (error) {
      editor.setAttribute("aria-invalid", "true");
      trouble.textContent = error.message;
      trouble.hidden = false;
      trouble.scrollIntoView({ block: "nearest" });
      editor.readOnly = false;
    } finally {
      isSaving = false;
    }
  };

  editor.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Escape") close(true);
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void commit(true);
    }
  });
  editor.addEventListener("blur", () => commit(false));
  open.add(editor);
  cell.append(editor, ...(options === undefined ? [] : [optionList(editor, options)]), trouble);
  editor.focus();
  editor.select();
}

function makeEditor({ label, options, isLine }) {
  const isPlain = isLine || options !== undefined;
  const properties = { className: "editor", "aria-label": label, spellcheck: false };
  if (!isPlain) return element("textarea", { ...properties, rows: 1 });
  return element("input", { ...properties, autocomplete: "off" });
}

function optionList(editor, options) {
  const list = element("datalist", { id: "cell-options" }, ...options.map((value) => new Option("", value)));
  editor.setAttribute("list", list.id);
  return list;
}
