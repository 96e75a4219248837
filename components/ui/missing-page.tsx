import Link from "next/link";
import { buttonClass } from "./button";

interface Props {
  readonly what: string;
  readonly remedy: string;
}

export function MissingPage({ what, remedy }: Props) {
  return (
    <div className="mx-auto max-w-sm px-6 py-24 text-center text-balance">
      <p className="eyebrow">404</p>
      <h1 className="mt-1 text-lg font-semibold">{what}</h1>
      <p className="mt-1 text-ink-soft">{remedy}</p>
      <Link href="/" className={buttonClass("plain", "mt-5")}>
        Go to your registries
      </Link>
    </div>
  );
}
