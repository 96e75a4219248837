import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { SchemaJson } from "./edit-document";

export type FieldView = RegistryView["fields"][number];

/** What the controls of one field's rules are given. */
export interface ControlProps {
  readonly field: FieldView;
  readonly document: SchemaJson;
  readonly onChange: (document: SchemaJson) => void;
}

/** An option set as a control offers it. */
export interface NamedSet {
  readonly id: string;
  readonly name: string;
}

/** What a tool that works on the whole document is given. */
export interface ToolProps {
  readonly registry: RegistryView;
  readonly document: SchemaJson;
  /** Takes the document's place in the editor; saved only by the person. */
  readonly onReplace: (document: SchemaJson) => void;
}
