const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * Makes a table one stop for Tab, in which arrow keys, Home and End move from cell to cell. `open` is called
 * with a cell on double click, Enter or F2.
 */
export function walkGrid(table, open) {
  table.setAttribute("role", "grid");
  table.addEventListener("focusin", ({ target }) => {
    const cell = target.closest("th, td");
    if (cell && !target.classList.contains("editor")) becomeStop(table, cell);
  });
  table.addEventListener("dblclick", ({ target }) => {
    const cell = target.closest("th, td");
    if (cell && !target.closest("button, input, textarea, label")) open(cell);
  });
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("th, td");
    if (!cell) return;
    const next = neighbour(table, cell, event.key);
    if (next) {
      event.preventDefault();
      stopOf(next).focus();
    } else if (event.target === cell && (event.key === "Enter" || event.key === "F2")) {
      event.preventDefault();
      open(cell);
    }
  });
}

/** Draws a table anew and leaves the focus at the same row and column. */
export function redraw(table, draw) {
  const current = table.querySelector("[tabindex='0']")?.closest("th, td");
  const hadFocus = table.contains(document.activeElement);
  const [row, column] = current ? [current.parentElement.rowIndex, current.cellIndex] : [0, 0];
  draw();
  for (const cell of table.querySelectorAll("th, td")) stopOf(cell).tabIndex = -1;
  const there = cellAt(table, row, column);
  if (!there) return;
  stopOf(there).tabIndex = 0;
  if (hadFocus) stopOf(there).focus({ preventScroll: true });
}

/** What takes the focus in a cell: its control, or the cell itself. */
const stopOf = (cell) => cell.querySelector("button, input") ?? cell;

function becomeStop(table, cell) {
  for (const old of table.querySelectorAll("[tabindex='0']")) old.tabIndex = -1;
  stopOf(cell).tabIndex = 0;
}

function neighbour(table, cell, key) {
  const row = cell.parentElement;
  if (key === "Home") return row.cells[0];
  if (key === "End") return row.cells[row.cells.length - 1];
  const step = STEPS[key];
  if (!step) return undefined;
  const [down, right] = step;
  return cellAt(table, row.rowIndex + down, cell.cellIndex + right, false);
}

function cellAt(table, row, column, isNearest = true) {
  const { rows } = table;
  const at = isNearest ? rows[Math.min(row, rows.length - 1)] : rows[row];
  return isNearest ? at?.cells[Math.min(column, at.cells.length - 1)] : at?.cells[column];
}
