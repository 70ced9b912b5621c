/** A text of ours and its English; `{1}` is what fills its first gap, and stays or is retold by itself. */
export type Phrases = Readonly<Record<string, string>>;

interface Phrase {
  readonly pattern: RegExp;
  /** The longest piece of it that never changes: what lacks it cannot be it. */
  readonly mark: string;
  /** How much of it never changes. Of two that fit, the one with fewer gaps is meant, then the one that says more. */
  readonly weight: number;
  readonly gaps: number;
  readonly english: string;
}

const HAN = /\p{Script=Han}/gu;
const GAP = /\{(\d)\}/;
/** Where a text of several parts is cut, and what stands there in English; the parts within a part come later. */
const SEAMS: readonly (readonly [seam: RegExp, english: string])[] = [
  [/;\s*/, "; "],
  [/\n/, "\n"],
  [/ → /, " → "],
  // Neither a time nor an address.
  [/:\s*(?=[^\s\d/])/, ": "],
  [/,\s*(?=[^\s\d])/, ", "],
  [/、/, ", "],
];
const MOST_KEPT = 5_000;

/** Tells texts of one catalogue in English; the same text is looked up once. */
export function retelling(phrases: () => Phrases): (text: string) => string {
  // A process that tells nothing in English has nothing made ready for it.
  let ready: readonly Phrase[] | undefined;
  const kept = new Map<string, string>();
  const retell = (text: string): string => {
    if (countHan(text) === 0) return text;
    const found = kept.get(text);
    if (found !== undefined) return found;
    ready ??= Object.entries(phrases()).map(([chinese, english]) => toPhrase(chinese, english));
    const told = [...candidatesOf(text, ready, retell)].reduce((best, each) =>
      countHan(each) < countHan(best) ? each : best,
    );
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(text, told);
    return told;
  };
  return retell;
}

/** How it could be told, the likeliest first; what nobody knows (a vendor's words, a name) stays as it is. */
function* candidatesOf(text: string, known: readonly Phrase[], retell: (text: string) => string): Iterable<string> {
  const fitting = known
    .filter(({ mark, pattern }) => text.includes(mark) && pattern.test(text))
    .toSorted((a, b) => a.gaps - b.gaps || b.weight - a.weight);
  const [likeliest] = fitting;
  if (likeliest?.gaps === 0 && likeliest.weight === text.length) return yield likeliest.english;
  const [first, ...further] = SEAMS.map(([seam, english]) => cut(text.split(seam), english, retell));
  if (first !== undefined) yield first;
  for (const phrase of fitting) yield fill(text, phrase, retell);
  for (const told of further) if (told !== undefined) yield told;
  // A word before a condition: "FStockDirect 为空".
  const at = text.indexOf(" ");
  const condition = at < 0 ? undefined : cut([text.slice(0, at), text.slice(at + 1)], " ", retell);
  if (condition !== undefined) yield condition;
  yield text;
}

/** Undefined where no part of it can be told. */
function cut(parts: readonly string[], english: string, retell: (text: string) => string): string | undefined {
  if (parts.length === 1) return undefined;
  const told = parts.map(retell);
  return told.every((part, index) => part === parts[index]) ? undefined : told.join(english);
}

function fill(text: string, { pattern, english }: Phrase, retell: (text: string) => string): string {
  const [, before = "", ...gaps] = pattern.exec(text) ?? [];
  const tell = (gap: string): string => (countHan(gap) === 0 ? gap.replaceAll("、", ", ") : retell(gap));
  return tell(before) + english.replaceAll(/\{(\d)\}/g, (_gap, number: string) => tell(gaps[Number(number) - 1] ?? ""));
}

function toPhrase(chinese: string, english: string): Phrase {
  const pieces = chinese.split(GAP).filter((_piece, index) => index % 2 === 0);
  const open = pieces.map((piece) => piece.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)).join("(.*?)");
  // What begins with a mark of its own ends another text.
  const before = /^[,;(=]/.test(chinese) ? "(.*?)" : "()";
  return {
    pattern: new RegExp(`^${before}${open}$`, "s"),
    mark: pieces.reduce((longest, piece) => (piece.length > longest.length ? piece : longest), ""),
    weight: pieces.join("").length,
    gaps: pieces.length - 1,
    english,
  };
}

function countHan(text: string): number {
  return text.match(HAN)?.length ?? 0;
}
