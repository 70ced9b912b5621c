import { malformedFilter } from "./problem.ts";

export type Token =
  | { readonly kind: "key" | "text" | "number"; readonly text: string }
  | { readonly kind: "word"; readonly text: Keyword }
  | { readonly kind: "operator"; readonly text: Operator }
  | { readonly kind: "mark"; readonly text: "(" | ")" | "," };

export type Operator = "=" | "<>" | ">" | ">=" | "<" | "<=";
export type Keyword = "and" | "or" | "not" | "like" | "in" | "is" | "null";

const KEYWORDS: ReadonlySet<string> = new Set(["and", "or", "not", "like", "in", "is", "null"]);

/** One token at a time: text in quotes (a quote doubled within), number, key or keyword, operator, mark. */
const PATTERN =
  /\s*(?:N?'((?:[^']|'')*)'|([+-]?(?:\d+(?:\.\d*)?|\.\d+))(?![\p{L}_])|([\p{L}_][\p{L}\p{N}_.]*)|(<>|!=|>=|<=|[=<>])|([(),]))/uy;

/** Splits a FilterString; throws the vendor's problem where it is none, never anything else. */
export function tokenizeFilter(filter: string): Token[] {
  const tokens: Token[] = [];
  const end = filter.trimEnd().length;
  let at = 0;
  while (at < end) {
    PATTERN.lastIndex = at;
    const match = PATTERN.exec(filter);
    if (!match) throw malformedFilter();
    tokens.push(toToken(match));
    at = PATTERN.lastIndex;
  }
  return tokens;
}

function toToken(match: RegExpExecArray): Token {
  const [, quoted, number, word, operator, mark] = match;
  if (quoted !== undefined) return { kind: "text", text: quoted.replaceAll("''", "'") };
  if (number !== undefined) return { kind: "number", text: number };
  if (word !== undefined) {
    const lower = word.toLowerCase();
    return KEYWORDS.has(lower) ? { kind: "word", text: lower as Keyword } : { kind: "key", text: word };
  }
  if (operator !== undefined) return { kind: "operator", text: operator === "!=" ? "<>" : (operator as Operator) };
  return { kind: "mark", text: mark as "(" | ")" | "," };
}
