import { MissingPage } from "@/components/ui/missing-page";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main>
      <MissingPage
        what="There is nothing at this address"
        remedy="It may belong to an organization that you are not a member of."
      />
    </main>
  );
}
