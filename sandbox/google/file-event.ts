/** Something about a file that Drive tells of. Edits of the grid arrive together, three minutes late. */
export interface FileEvent {
  readonly fileId: string;
  readonly what: "add" | "update" | "trash" | "untrash" | "remove";
  /** The parts that `X-Goog-Changed` names. */
  readonly changed: readonly ("content" | "properties" | "permissions")[];
  /** Who could see the file before or can see it after. */
  readonly people: readonly string[];
  readonly projects: readonly string[];
}
