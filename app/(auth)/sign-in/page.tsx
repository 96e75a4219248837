import { redirect } from "next/navigation";
import { buttonClass } from "@/components/button";
import { Mark } from "@/components/mark";
import { hasDemoPerson } from "@/lib/auth/demo-session";
import { signedIn } from "@/lib/auth/request-caller";
import { publicId } from "@/lib/ids";

export const dynamic = "force-dynamic";
export const metadata = { title: "Sign in" };

interface Props {
  readonly searchParams: Promise<{ readonly out?: string; readonly demo?: string }>;
}

export default async function SignInPage({ searchParams }: Props) {
  const { out, demo } = await searchParams;
  const membership = (await signedIn())?.memberships[0];
  if (membership) redirect(`/${publicId("org", membership.organizationId)}`);
  const isDemo = hasDemoPerson();
  if (isDemo && out === undefined && demo === undefined) redirect("/api/auth/demo");
  return (
    <main className="grid min-h-dvh place-items-center px-6">
      <div className="w-full max-w-sm">
        <Mark size={36} />
        <h1 className="mt-6 text-xl font-semibold">{out === undefined ? "Sign in" : "You are signed out"}</h1>
        <p className="mt-2 text-sm leading-6 text-ink-soft">
          {demo === "unready"
            ? "The demo organization is still being made. Try again in a moment."
            : isDemo
              ? "This is a demo installation: it signs its demo person in without a password."
              : "Signing in is configured by the operator of this installation. No way of signing in is set up yet; ask your operator."}
        </p>
        {isDemo && (
          <a href="/api/auth/demo" className={buttonClass("primary", "mt-6 w-full justify-center py-2")}>
            Open the demo
          </a>
        )}
      </div>
    </main>
  );
}
