import clsx from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";
import { keyText } from "@/lib/format/cell";
import { sideName } from "@/lib/format/side";
import type { ConflictView } from "@/lib/services/conflicts/conflict-view";
import type { ActorNames } from "@/lib/services/people/name-actors";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { CellValue } from "../cell-value";
import { useOrganization } from "../live/organization";
import { KeyCap } from "../ui/key-cap";
import { KindIcon } from "../ui/kind-icon";
import { RowOutcome } from "./row-outcome";
import { SideValue } from "./side-value";
import { type Queue, rowId } from "./use-queue";

interface Props {
  readonly conflict: ConflictView;
  readonly registry: RegistryView;
  readonly queue: Queue;
  readonly names: ActorNames;
  readonly edit: () => void;
  readonly isEditing: boolean;
}

/** One cell in conflict: what stood, what each side has, what is proposed and why, or what was decided. */
export function ConflictRow({ conflict, registry, queue, names, edit, isEditing }: Props) {
  const org = useOrganization();
  const { choice, canResolve } = conflict;
  const isCurrent = queue.current?.id === conflict.id;
  const isBase = choice !== null && choice.side === null && sameValue(choice.value, conflict.base);
  return (
    <tr
      id={rowId(conflict)}
      data-conflict
      tabIndex={isCurrent ? 0 : -1}
      aria-current={isCurrent || undefined}
      onFocus={() => !isCurrent && queue.attend(conflict.id)}
      className={clsx(
        "align-top outline-offset-[-2px] max-sm:block max-sm:space-y-2 max-sm:px-4 max-sm:py-3",
        isCurrent && "bg-accent-soft/40",
      )}
    >
      <th scope="row" className="py-2.5 pr-2 pl-4 text-left font-normal max-sm:block max-sm:p-0">
        <Link href={`/${org}/conflicts/${conflict.id}`} className="font-medium hover:underline">
          {conflict.field}
        </Link>
        <span className="mt-0.5 block font-mono text-xs text-ink-soft">{keyText(conflict.key)}</span>
      </th>
      <td className="max-w-44 px-2 py-2.5 max-sm:block max-sm:max-w-none max-sm:p-0">
        <PhoneHead>Before</PhoneHead>
        <BaseValue
          conflict={conflict}
          isChosen={isBase}
          choose={
            canResolve
              ? () => queue.decide(conflict, { choice: { choose: "base" }, value: conflict.base, side: null })
              : null
          }
        />
      </td>
      {registry.sides.map((side, at) => {
        const candidate = conflict.candidates.find((one) => one.side === side.id);
        return (
          <td key={side.id} className="max-w-60 px-1 py-2.5 max-sm:block max-sm:max-w-none max-sm:p-0">
            <PhoneHead>
              <KindIcon kind={side.kind} size={14} isNamed />
              {sideName(side)}
            </PhoneHead>
            <SideValue
              candidate={candidate}
              kind={side.kind}
              keyCap={String(at + 1)}
              isChosen={choice?.side === side.id}
              isPassedOver={choice !== null && choice.side !== side.id}
              choose={
                canResolve && candidate
                  ? () =>
                      queue.decide(conflict, {
                        choice: { choose: side.id },
                        value: candidate.value,
                        side: side.id,
                      })
                  : null
              }
            />
          </td>
        );
      })}
      <td className="py-2.5 pr-4 pl-2 max-sm:block max-sm:p-0">
        <RowOutcome
          conflict={conflict}
          registry={registry}
          queue={queue}
          by={names[choice?.by.ref ?? ""] ?? null}
          edit={edit}
          isEditing={isEditing}
        />
      </td>
    </tr>
  );
}

/** In the place of the column's head where a row stands in lines. */
function PhoneHead({ children }: { readonly children: ReactNode }) {
  return <span className="flex items-center gap-1.5 text-xs text-ink-soft sm:hidden">{children}</span>;
}

interface BaseProps {
  readonly conflict: ConflictView;
  readonly isChosen: boolean;
  readonly choose: (() => void) | null;
}

function BaseValue({ conflict, isChosen, choose }: BaseProps) {
  const value = <CellValue value={conflict.base} />;
  const look = clsx("block w-full rounded-[7px] border px-2 py-1.5 text-left text-ink-soft");
  if (!choose) return <span className={clsx(look, "border-transparent")}>{value}</span>;
  return (
    <button
      type="button"
      onClick={choose}
      aria-pressed={isChosen}
      title="Keep the value before"
      className={clsx(
        look,
        isChosen
          ? "border-good/50 bg-good-soft"
          : "border-transparent hover:border-line-strong hover:bg-sunken",
      )}
    >
      <span className="flex items-start gap-1.5">
        <span className="min-w-0 flex-1">{value}</span>
        {!isChosen && <KeyCap>0</KeyCap>}
      </span>
    </button>
  );
}

const sameValue = (a: ConflictView["base"], b: ConflictView["base"]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);
