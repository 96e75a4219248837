import Link from "next/link";

interface Props {
  /** The address of the registry. */
  readonly base: string;
  /** How what stopped it is mended. */
  readonly remedy: string | null;
}

/** The way to the mapping, where that is what is to be changed. */
export function MappingLink({ base, remedy }: Props) {
  if (!remedy?.includes("mapping")) return null;
  return (
    <Link
      href={`${base}/mapping`}
      className="mt-1.5 mr-4 inline-block font-medium text-accent hover:underline"
    >
      Go to Mapping
    </Link>
  );
}
