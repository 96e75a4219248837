"use client";

import clsx from "clsx";
import {
  Activity,
  Ellipsis,
  FileCheck,
  Gauge,
  Inbox,
  Plug,
  ScrollText,
  Settings,
  TableProperties,
} from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import { isWithin, type Place, placesFor } from "@/components/keys/places";
import { useLiveAttention } from "@/components/live/use-live";
import { Sheet } from "@/components/ui/sheet";
import { counted, formatCount } from "@/lib/format/count";

interface Props {
  readonly org: string;
  readonly waiting: number;
  /** Who sees no registries is led to the plan and the settings alone. */
  readonly seesRegistries: boolean;
  /** Stands below the rest on a phone, where the rail has no room for it. */
  readonly plan: ReactNode;
}

const ICONS: Record<string, typeof Inbox> = {
  Registries: TableProperties,
  "Needs attention": Inbox,
  Activity,
  Audit: ScrollText,
  Connections: Plug,
  Schemas: FileCheck,
  Settings,
  Plan: Gauge,
};

const LINK =
  "relative flex flex-1 flex-col items-center gap-0.5 rounded-control px-1 py-1 text-center text-micro font-medium transition-colors md:flex-none md:flex-row md:gap-2.5 md:px-2 md:py-1.5 md:text-left md:text-control";
const HERE = "text-ink md:bg-calm-soft contrasted:underline contrasted:underline-offset-4";
const ELSEWHERE = "text-ink-soft hover:text-ink md:hover:bg-calm-soft/60";

/** The places of an organization: all in the rail, and on a phone the main ones in a bar and the others behind More. */
export function RailLinks(props: Props) {
  const places = placesFor(props.seesRegistries);
  const base = `/${props.org}`;
  const path = usePathname();
  const [openAt, setOpenAt] = useState<string | null>(null);
  const rest = places.filter(({ isMain }) => !isMain);
  const linkTo = (place: Place) => (
    <PlaceLink key={place.word} place={place} base={base} path={path}>
      {place.path === "/attention" && <WaitingCount initial={props.waiting} />}
    </PlaceLink>
  );
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 flex justify-around border-t bg-rail px-2 pt-1.5 pb-[max(0.375rem,env(safe-area-inset-bottom))] md:static md:mt-3 md:flex-col md:gap-0.5 md:border-0 md:bg-transparent md:p-0"
    >
      {places.map(linkTo)}
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => setOpenAt(path)}
        className={clsx(
          LINK,
          "md:hidden",
          rest.some((place) => isWithin(place, base, path)) ? HERE : ELSEWHERE,
        )}
      >
        <Ellipsis size={17} strokeWidth={1.8} aria-hidden />
        More
      </button>
      {/* A page that is gone to takes the sheet away. */}
      <Sheet isOpen={openAt === path} close={() => setOpenAt(null)} title="More" from="bottom">
        <ul className="space-y-1">
          {rest.map(({ word, path: below }) => {
            const Icon = ICONS[word] ?? Settings;
            return (
              <li key={word}>
                <Link
                  href={`${base}${below}`}
                  onClick={() => setOpenAt(null)}
                  className="flex items-center gap-3 rounded-control px-2 py-2.5 text-lead hover:bg-calm-soft"
                >
                  <Icon size={18} strokeWidth={1.8} aria-hidden className="text-ink-soft" />
                  {word}
                </Link>
              </li>
            );
          })}
        </ul>
        <div className="mt-4">{props.plan}</div>
      </Sheet>
    </nav>
  );
}

interface PlaceLinkProps {
  readonly place: Place;
  readonly base: string;
  readonly path: string;
  readonly children: ReactNode;
}

function PlaceLink({ place, base, path, children }: PlaceLinkProps) {
  const Icon = ICONS[place.word] ?? Settings;
  const isHere = isWithin(place, base, path);
  return (
    <Link
      href={`${base}${place.path}`}
      aria-current={isHere ? "page" : undefined}
      className={clsx(LINK, isHere ? HERE : ELSEWHERE, !place.isMain && "max-md:hidden")}
    >
      <Icon size={17} strokeWidth={1.8} aria-hidden />
      <span className={clsx(place.short && "max-md:hidden")}>{place.word}</span>
      {place.short && <span className="md:hidden">{place.short}</span>}
      {children}
    </Link>
  );
}

/** Goes on counting while the page stays open. */
function WaitingCount({ initial }: { readonly initial: number }) {
  const { count } = useLiveAttention(initial).data;
  if (count === 0) return null;
  return (
    <span
      title={`${counted(count, "thing")} waiting for somebody`}
      className="absolute top-0 left-[calc(50%+6px)] rounded-full bg-warn-soft px-1.5 text-micro leading-[1.125rem] font-semibold text-warn tabular-nums md:static md:ml-auto"
    >
      {formatCount(count)}
    </span>
  );
}
