import { redirect } from "next/navigation";
import { hasDemoPerson } from "@/lib/auth/demo-session";
import { signedIn } from "@/lib/auth/request-caller";
import { enterable, knownMemberships } from "@/lib/auth/session";
import { publicId } from "@/lib/ids";

export const dynamic = "force-dynamic";

export default async function Home() {
  const found = await signedIn();
  const membership = found ? (enterable(found)[0] ?? knownMemberships(found)[0]) : undefined;
  if (membership) redirect(`/${publicId("org", membership.organizationId)}`);
  if (found) redirect("/organizations/new");
  redirect(hasDemoPerson() ? "/api/auth/demo" : "/sign-in");
}
