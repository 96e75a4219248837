import { byId, tell } from "./element.js";

/** Draws what stands around the table: who sees it, what can be done now, why there is nothing. */
export function drawNotionTools({ table, isInTrash, isSearched, total, selected }) {
  const isShared = table?.shared === true;
  const sharing = byId("notion-sharing");
  sharing.hidden = !table;
  sharing.textContent = isShared ? "Shared with connections" : "Not shared";
  sharing.classList.toggle("off", !isShared);
  byId("notion-share").textContent = isShared ? "Unshare" : "Share";
  byId("notion-share").disabled = byId("notion-create").disabled = !table;
  byId("notion-table").hidden = !table;
  tell(byId("notion-empty"), total === 0 ? emptyText({ table, isInTrash, isSearched }) : "");
  byId("notion-trash").hidden = isInTrash;
  byId("notion-restore").hidden = byId("notion-purge").hidden = !isInTrash;
  for (const id of ["notion-trash", "notion-restore", "notion-purge"]) byId(id).disabled = selected === 0;
}

function emptyText({ table, isInTrash, isSearched }) {
  if (!table) return "No table yet: make one above.";
  if (isSearched) return "No row holds this text.";
  return isInTrash ? "The trash is empty." : "No rows yet.";
}
