import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { GoogleButton } from "../../_components/google-button";

/** A new way in wants a sign-in of just now: a browser that was left open has none. */
export const AddGoogle = ({ isFresh }: { readonly isFresh: boolean }) =>
  isFresh ? (
    <GoogleButton label="Sign in with Google too" goTo="/account" />
  ) : (
    <Link
      href="/sign-in/again?callbackUrl=/account"
      className={buttonClass("plain", "w-full justify-center py-2")}
    >
      Sign in again to add Google
    </Link>
  );
