export interface Heading {
  readonly href: string;
  readonly title: string;
  /** The page or the group that it is part of. */
  readonly of: string;
}

const MOST = 8;

/** Headings that have all the words, those first whose title begins with what was asked. */
export function matching(headings: readonly Heading[], asked: string): readonly Heading[] {
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found = headings.filter(({ title, of }) => {
    const text = `${title} ${of}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const rank = ({ title }: Heading): number => (title.toLowerCase().startsWith(words[0] ?? "") ? 0 : 1);
  return found.toSorted((a, b) => rank(a) - rank(b)).slice(0, MOST);
}
