import { Check } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { buttonClass } from "@/components/ui/button";
import { KindIcon } from "@/components/ui/kind-icon";
import { hasDemoPerson } from "@/lib/auth/demo-session";
import { signedIn } from "@/lib/auth/request-caller";
import { enterable, knownMemberships } from "@/lib/auth/session";
import { kindWord } from "@/lib/format/setting";
import { publicId } from "@/lib/ids";
import { ConflictDemo } from "./_landing/conflict-demo";
import { HeldPlan } from "./_landing/held-plan";
import { VerifyLog } from "./_landing/verify-log";

export const dynamic = "force-dynamic";

export const metadata: Metadata = {
  title: { absolute: "ChittySync: registries equal in Notion, PostgreSQL and Google Sheets" },
  description:
    "Keeps the tables your business runs on equal across Notion, PostgreSQL and Google Sheets, in both directions, and proves it.",
};

interface Props {
  readonly searchParams: Promise<{ readonly landing?: string }>;
}

/**
 * Who is signed in goes on to his organization; a demo signs its person in; anybody else sees what this is. With
 * `?landing` everybody does.
 */
export default async function Home({ searchParams }: Props) {
  if ((await searchParams).landing !== undefined) return <Landing />;
  const found = await signedIn();
  const membership = found ? (enterable(found)[0] ?? knownMemberships(found)[0]) : undefined;
  if (membership) redirect(`/${publicId("org", membership.organizationId)}`);
  if (found) redirect("/organizations/new");
  if (hasDemoPerson()) redirect("/api/auth/demo");
  return <Landing />;
}

function Landing() {
  return (
    <div className="mx-auto max-w-[1120px] px-4 md:px-8">
      <Hero />
      <Part
        title="A log that you verify, not we"
        text="Every change is an entry of a signed tree. Below are four of them; your browser has just worked out the root by itself. Change one letter and see."
      >
        <VerifyLog />
      </Part>
      <Part
        title="Nothing is removed in bulk without you"
        text="Before anything is written, the plan is counted. Too many deletions, an emptied sheet, a read that is not proven whole: it waits, and says why."
      >
        <HeldPlan />
      </Part>
      <Part
        title="Two edits of one cell, and neither is lost"
        text="A conflict is of one cell; the rest of the row goes on. This one is decided by the engine that decides yours, here in your browser."
      >
        <ConflictDemo />
      </Part>
      <Nowhere />
      <End />
    </div>
  );
}

function Hero() {
  return (
    <section className="py-16 md:py-24">
      <p className="flex gap-3 text-ink-soft">
        {["notion", "postgres", "google-sheets"].map((kind) => (
          <span key={kind} className="flex items-center gap-1.5">
            <KindIcon kind={kind} size={16} /> {kindWord(kind)}
          </span>
        ))}
      </p>
      <h1 className="mt-4 max-w-3xl text-[2.25rem] leading-[1.1] font-semibold tracking-tight md:text-[3.25rem]">
        Your registries, equal everywhere. And proof of it.
      </h1>
      <p className="mt-5 max-w-2xl text-[1.0625rem] leading-7 text-ink-soft">
        The tables that your business runs on, kept equal across Notion, PostgreSQL and Google Sheets, in both
        directions: checked against a schema before every write, held when something looks wrong, and put back
        to any moment.
      </p>
      <div className="mt-7 flex flex-wrap gap-2">
        <Link href="/sign-in" className={buttonClass("primary", "px-4 py-2 text-body")}>
          Start free
        </Link>
        <Link href="/docs" className={buttonClass("plain", "px-4 py-2 text-body")}>
          Read how it works
        </Link>
      </div>
      <p className="mt-3 text-small text-ink-soft">
        Nothing is written until you press Start. No card, no call.
      </p>
    </section>
  );
}

interface PartProps {
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}

function Part({ title, text, children }: PartProps) {
  return (
    <section className="grid gap-6 border-t py-14 md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)] md:gap-12">
      <div>
        <h2 className="text-[1.5rem] leading-8 font-semibold">{title}</h2>
        <p className="mt-2 text-lead text-ink-soft">{text}</p>
      </div>
      {children}
    </section>
  );
}

const NOWHERE = [
  "A log of every row's changes that you can verify without us",
  "Any row, registry or run put back to a moment, on all systems, seen before it is written",
  "A schema that is held against every row in both directions, before the write",
  "One gate for validation, differences, thresholds and an approval",
  "A scheduled, full compare of all sides with a certificate",
  "Rows of a sheet that stay who they are when it is sorted or copied",
  "How late an edit was, ours and theirs apart",
  "Shadow mode: it runs for days, writes nothing, and says what it would have done",
] as const;

function Nowhere() {
  return (
    <section className="border-t py-14">
      <h2 className="text-[1.5rem] leading-8 font-semibold">What we have not found anywhere else</h2>
      <p className="mt-2 max-w-2xl text-lead text-ink-soft">
        In autumn 2026 we read the documentation of eight products that keep tables in sync. None of these
        stood in it. That they are not documented does not mean that they do not exist.
      </p>
      <ul className="mt-6 grid gap-x-10 gap-y-3 md:grid-cols-2">
        {NOWHERE.map((line) => (
          <li key={line} className="flex gap-2.5">
            <Check size={16} aria-hidden className="mt-0.5 shrink-0 text-good" />
            {line}
          </li>
        ))}
      </ul>
    </section>
  );
}

function End() {
  return (
    <section className="border-t py-14">
      <h2 className="text-[1.5rem] leading-8 font-semibold">
        Five steps, and you see every cell before it is written
      </h2>
      <p className="mt-2 max-w-2xl text-lead text-ink-soft">
        Connect, map, configure, dry run, go live. It ends with a sentence that was counted: all of your rows,
        verified equal.
      </p>
      <Link href="/sign-in" className={buttonClass("primary", "mt-6 px-4 py-2 text-body")}>
        Start free
      </Link>
    </section>
  );
}
