import { MissingPage } from "@/components/ui/missing-page";

export default function NotFound() {
  return <MissingPage what="There is nothing at this address" remedy="It may have been deleted." />;
}
