import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { Note } from "./card";

/** In place of what is the person's own, in a session that a company's sign-in opened; `goTo`: back here. */
export const CompanySession = ({ goTo }: { readonly goTo: string }) => (
  <>
    <Note>
      You came by a company&apos;s sign-in, which opens that company alone. What is yours beyond it needs a
      sign-in of your own.
    </Note>
    <Link
      href={`/sign-in/again?callbackUrl=${encodeURIComponent(goTo)}`}
      className={buttonClass("primary", "mt-6 w-full justify-center py-2")}
    >
      Sign in by a way of your own
    </Link>
    <p className="mt-6 text-sm">
      <Link href="/" className="text-accent underline">
        Back to ChittySync
      </Link>
    </p>
  </>
);
