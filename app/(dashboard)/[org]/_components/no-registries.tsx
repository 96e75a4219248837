import { TableProperties } from "lucide-react";
import Link from "next/link";
import { Empty } from "@/components/ui/empty";

export function NoRegistries({ org }: { readonly org: string }) {
  return (
    <div className="card">
      <Empty icon={TableProperties} title="No registries yet">
        Nothing is read or written until a registry is made and its first sync is started. It begins with{" "}
        <Link href={`/${org}/connections`} className="text-accent underline">
          the systems that hold your rows
        </Link>
        .
      </Empty>
    </div>
  );
}
