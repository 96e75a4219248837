import { NotionPanel } from "./notion-panel.js";
import { SheetPanel } from "./sheet-panel.js";
import { watchStatus } from "./status.js";

const notion = new NotionPanel();
const google = new SheetPanel();
void notion.refresh();
void google.refresh();
watchStatus((provider) => {
  if (provider === "notion") void notion.refresh();
  if (provider === "google") void google.refresh();
});
