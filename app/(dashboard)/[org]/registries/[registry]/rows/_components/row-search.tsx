import { Search } from "lucide-react";
import Form from "next/form";

interface Props {
  readonly keyFields: readonly string[];
  readonly sought: string;
}

/** Finds one row by its whole key. */
export function RowSearch({ keyFields, sought }: Props) {
  const what = keyFields.join(" and ");
  return (
    <Form
      action=""
      className="mb-3 flex h-9 max-w-sm items-center gap-2 rounded-[8px] border bg-surface px-2.5 text-ink-faint focus-within:border-line-strong"
    >
      <Search size={15} aria-hidden />
      <input
        type="search"
        name="key"
        aria-label={`Find a row by ${what}`}
        defaultValue={sought}
        placeholder={keyFields.length === 1 ? `Find by ${what}` : `Find by ["${keyFields.join('", "')}"]`}
        className="h-full min-w-0 flex-1 bg-transparent text-ink outline-none placeholder:text-ink-faint"
      />
    </Form>
  );
}
