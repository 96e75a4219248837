import { KeyCap } from "@/components/ui/key-cap";

/** Where nothing is open yet. */
export function PickHint() {
  return (
    <div className="card px-6 py-14 text-center">
      <p className="font-medium">Choose what to look at</p>
      <p className="mx-auto mt-1 max-w-md text-ink-soft">
        Nothing here holds other rows back: each waits by itself, and all others go on.
      </p>
      <p className="mt-4 flex flex-wrap items-center justify-center gap-x-3 gap-y-1.5 text-ink-soft max-lg:hidden">
        <span className="flex items-center gap-1">
          <KeyCap>J</KeyCap>
          <KeyCap>K</KeyCap> up and down
        </span>
        <span className="flex items-center gap-1">
          <KeyCap>Enter</KeyCap> open
        </span>
        <span className="flex items-center gap-1">
          <KeyCap>U</KeyCap> take back
        </span>
      </p>
    </div>
  );
}
