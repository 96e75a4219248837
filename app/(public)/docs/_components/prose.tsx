import Link from "next/link";
import type { ReactNode } from "react";

type Children = { readonly children: ReactNode };

/** Running text: what the pages of the docs are written with. */
export const P = ({ children }: Children) => <p className="mt-3">{children}</p>;

export const List = ({ items }: { readonly items: readonly (readonly [key: string, item: ReactNode])[] }) => (
  <ul className="mt-3 list-disc space-y-1.5 pl-5 marker:text-ink-faint">
    {items.map(([key, item]) => (
      <li key={key}>{item}</li>
    ))}
  </ul>
);

export const Steps = ({
  items,
}: {
  readonly items: readonly (readonly [key: string, item: ReactNode])[];
}) => (
  <ol className="mt-3 list-decimal space-y-1.5 pl-5 marker:text-ink-faint">
    {items.map(([key, item]) => (
      <li key={key} className="pl-1">
        {item}
      </li>
    ))}
  </ol>
);

export const Code = ({ children }: Children) => (
  <code className="rounded-mark bg-sunken px-1 py-px font-mono text-[0.9em]">{children}</code>
);

export const To = ({ href, children }: Children & { readonly href: string }) => (
  <Link href={href} className="rounded-mark font-medium text-accent underline-offset-2 hover:underline">
    {children}
  </Link>
);

interface TableProps {
  readonly head: readonly string[];
  readonly rows: readonly (readonly [name: string, ...cells: ReactNode[]])[];
}

const keyOf = (cells: readonly ReactNode[]): string =>
  cells.filter((cell) => typeof cell === "string").join(" ");

/** The first cell of a row names it. */
export function Table({ head, rows }: TableProps) {
  return (
    <div className="mt-4 overflow-x-auto">
      <table className="w-full text-left text-control">
        <thead>
          <tr className="border-b">
            {head.map((word) => (
              <th key={word} scope="col" className="table-head py-2 pr-4">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map(([name, ...cells]) => (
            <tr key={keyOf([name, ...cells])} className="align-top">
              <th scope="row" className="py-2 pr-4 font-medium">
                {name}
              </th>
              {cells.map((cell, at) => (
                <td key={head[at + 1]} className="py-2 pr-4 text-ink-soft">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
