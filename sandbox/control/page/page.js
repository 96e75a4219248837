import { NotionPanel } from "./notion-panel.js";
import { SheetPanel } from "./sheet-panel.js";
import { watchStatus } from "./status.js";

const notion = new NotionPanel();
const google = new SheetPanel();
notion.refresh();
google.refresh();
watchStatus((provider) => {
  if (provider === "notion") notion.refresh();
  if (provider === "google") google.refresh();
});
