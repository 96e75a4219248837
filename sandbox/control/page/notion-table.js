import { element } from "./element.js";
import { redraw } from "./walk-grid.js";

const TYPED = new Set(["title", "rich_text", "number", "select", "status", "multi_select", "date", "people"]);
for (const type of ["files", "url", "email", "phone_number", "checkbox"]) TYPED.add(type);

/** Whether a person types into cells of this type here; the others are computed or made of page ids. */
export const isTyped = ({ type }) => TYPED.has(type);

/** What a typed text means in a column: "a → b" is a span of dates, as the table shows it. */
export function typedValue({ type }, text) {
  const [start, end] = text.split("→").map((part) => part.trim());
  return type === "date" && end ? { start, end } : text;
}

export const cellKey = (pageId, column) => `${pageId} ${column.id}`;

/**
 * Draws rows of a data source.
 * @param {{ columns: object[], rows: object[], selected: Set<string>, changed: Set<string>,
 *   renamed: (column: object, cell: Element) => void, chosen: () => void,
 *   ticked: (row: object, column: object, box: HTMLInputElement) => void }} view
 */
export function drawNotionTable(table, view) {
  redraw(table, () =>
    table.replaceChildren(
      element("thead", {}, headRow(view)),
      element("tbody", {}, ...view.rows.map((row) => bodyRow(view, row))),
    ),
  );
}

function headRow(view) {
  const { columns, rows, selected, chosen, renamed } = view;
  const all = element("input", {
    type: "checkbox",
    "aria-label": "Select all rows shown",
    checked: rows.length > 0 && rows.every(({ pageId }) => selected.has(pageId)),
    onchange: () => {
      for (const { pageId } of rows) all.checked ? selected.add(pageId) : selected.delete(pageId);
      chosen();
    },
  });
  const heads = columns.map((column) => {
    const title = `Rename the property ${column.name}`;
    const button = element("button", { type: "button", title, "aria-label": `${column.name}: rename` });
    button.append(column.name);
    const cell = element("th", { scope: "col" }, button, element("span", { className: "type" }, column.type));
    button.onclick = () => renamed(column, cell);
    return cell;
  });
  return element("tr", {}, element("th", { scope: "col" }, element("label", {}, all, "#")), ...heads);
}

function bodyRow(view, row) {
  const { columns, selected, chosen } = view;
  const box = element("input", {
    type: "checkbox",
    "aria-label": `Select row ${row.number}`,
    checked: selected.has(row.pageId),
    onchange: () => {
      box.checked ? selected.add(row.pageId) : selected.delete(row.pageId);
      chosen();
    },
  });
  const head = element("th", { scope: "row" }, element("label", {}, box, String(row.number)));
  const made = element("tr", {}, head, ...columns.map((column) => bodyCell(view, row, column)));
  made.dataset.page = row.pageId;
  made.classList.toggle("chosen", box.checked);
  return made;
}

function bodyCell(view, row, column) {
  const text = row.cells[column.name] ?? "";
  const cell = element("td");
  cell.dataset.column = column.id;
  cell.classList.toggle("number", column.type === "number");
  cell.classList.toggle("computed", !isTyped(column));
  cell.classList.toggle("changed", view.changed.has(cellKey(row.pageId, column)));
  if (column.type === "checkbox") cell.append(tick(view, row, column));
  else cell.append(element("span", { className: "shown", title: text }, text));
  return cell;
}

function tick(view, row, column) {
  const box = element("input", {
    type: "checkbox",
    checked: row.cells[column.name] === "true",
    disabled: row.inTrash,
    "aria-label": `${column.name} of row ${row.number}`,
  });
  box.onchange = () => view.ticked(row, column, box);
  return box;
}
