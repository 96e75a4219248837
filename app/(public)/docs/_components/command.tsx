import { CopyText } from "@/components/ui/copy-text";

/** Something to be typed into a terminal or a file, whole. */
export function Command({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div className="mt-3">
      <CopyText text={text} label={label} />
    </div>
  );
}
