import { element } from "./element.js";
import { redraw } from "./walk-grid.js";

/** 0 -> A, 25 -> Z, 26 -> AA. */
export function columnLetters(column) {
  const before = Math.floor(column / 26) - 1;
  return (before < 0 ? "" : columnLetters(before)) + String.fromCharCode(65 + (column % 26));
}

export const gridKey = (row, column) => `${row} ${column}`;

/**
 * Draws part of a tab: its first row stays on top, as the header of a table usually does.
 * @param {{ head: string[], rows: string[][], first: number, width: number, selected: Set<number>,
 *   changed: Set<string>, chosen: () => void, menu: (column: number, button: Element) => void }} view
 *   `first` is the zero-based row of the grid that `rows` begins with
 */
export function drawSheetGrid(table, view) {
  redraw(table, () =>
    table.replaceChildren(
      element("thead", {}, letterRow(view), gridRow(view, view.head, 0)),
      element("tbody", {}, ...view.rows.map((cells, step) => gridRow(view, cells, view.first + step))),
    ),
  );
}

function letterRow({ width, menu }) {
  const letters = Array.from({ length: width }, (_, column) => {
    const letter = columnLetters(column);
    const button = element("button", {
      type: "button",
      title: "Sort or rename",
      "aria-haspopup": "true",
      "aria-label": `Column ${letter}: sort or rename`,
    });
    button.append(`${letter} ▾`);
    button.onclick = () => menu(column, button);
    return element("th", { scope: "col" }, button);
  });
  return element("tr", {}, element("th", { "aria-label": "Row" }), ...letters);
}

function gridRow(view, cells, row) {
  const { width, selected, chosen, changed } = view;
  const box = element("input", {
    type: "checkbox",
    "aria-label": `Select row ${row + 1}`,
    checked: selected.has(row),
    onchange: () => {
      if (box.checked) selected.add(row);
      else selected.delete(row);
      chosen();
    },
  });
  const head = element("th", { scope: "row" }, element("label", {}, box, String(row + 1)));
  const made = element("tr", {}, head);
  made.dataset.row = row;
  made.classList.toggle("chosen", box.checked);
  for (let column = 0; column < width; column++) {
    const text = cells[column] ?? "";
    const cell = element("td", {}, element("span", { className: "shown", title: text }, text));
    cell.dataset.column = column;
    cell.classList.toggle("changed", changed.has(gridKey(row, column)));
    made.append(cell);
  }
  return made;
}
