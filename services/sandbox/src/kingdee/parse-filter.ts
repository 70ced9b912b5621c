import { malformedFilter } from "./problem.ts";
import { tokenizeFilter, type Keyword, type Operator, type Token } from "./tokenize.ts";

export interface Operand {
  readonly kind: "key" | "literal";
  readonly text: string;
}

export type Expression =
  | { readonly kind: "and" | "or"; readonly parts: readonly Expression[] }
  | { readonly kind: "not"; readonly part: Expression }
  | { readonly kind: "compare"; readonly left: Operand; readonly operator: Operator; readonly right: Operand }
  | { readonly kind: "like"; readonly left: Operand; readonly pattern: string }
  | { readonly kind: "in"; readonly left: Operand; readonly values: readonly Operand[] }
  | { readonly kind: "null"; readonly left: Operand };

const MAX_DEPTH = 200;

/** Reads the SQL-like filter of [kingdee 3.8]; any text parses or throws the vendor's "GetRealExpress error...". */
export function parseFilter(filter: string): Expression | undefined {
  return parseTokens(tokenizeFilter(filter));
}

export function parseTokens(tokens: readonly Token[]): Expression | undefined {
  if (tokens.length === 0) return undefined;
  const reader = new TokenReader(tokens);
  const expression = readOr(reader, 0);
  if (reader.peek() !== undefined) throw malformedFilter();
  return expression;
}

class TokenReader {
  readonly #tokens: readonly Token[];
  #at = 0;
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }
  peek(): Token | undefined {
    return this.#tokens[this.#at];
  }
  next(): Token {
    const token = this.#tokens[this.#at];
    if (!token) throw malformedFilter();
    this.#at += 1;
    return token;
  }
  /** Takes the word or mark if it comes next. */
  takes(text: Keyword | "(" | ")" | ","): boolean {
    const token = this.peek();
    const isIt = (token?.kind === "word" || token?.kind === "mark") && token.text === text;
    if (isIt) this.#at += 1;
    return isIt;
  }
  expect(text: Keyword | "(" | ")"): void {
    if (!this.takes(text)) throw malformedFilter();
  }
}

function readOr(reader: TokenReader, depth: number): Expression {
  const parts = [readAnd(reader, depth)];
  while (reader.takes("or")) parts.push(readAnd(reader, depth));
  return parts.length === 1 ? (parts[0] as Expression) : { kind: "or", parts };
}

function readAnd(reader: TokenReader, depth: number): Expression {
  const parts = [readNot(reader, depth)];
  while (reader.takes("and")) parts.push(readNot(reader, depth));
  return parts.length === 1 ? (parts[0] as Expression) : { kind: "and", parts };
}

function readNot(reader: TokenReader, depth: number): Expression {
  // A server's stack is finite too; without this a filter of brackets alone would end the process.
  if (depth > MAX_DEPTH) throw malformedFilter();
  if (reader.takes("not")) return { kind: "not", part: readNot(reader, depth + 1) };
  if (!reader.takes("(")) return readPredicate(reader);
  const inner = readOr(reader, depth + 1);
  reader.expect(")");
  return inner;
}

function readPredicate(reader: TokenReader): Expression {
  const left = readOperand(reader);
  const token = reader.peek();
  if (token?.kind === "operator") {
    reader.next();
    return { kind: "compare", left, operator: token.text, right: readOperand(reader) };
  }
  if (reader.takes("is")) {
    const isNegated = reader.takes("not");
    reader.expect("null");
    return negate({ kind: "null", left }, isNegated);
  }
  const isNegated = reader.takes("not");
  if (reader.takes("like")) {
    const pattern = reader.next();
    if (pattern.kind !== "text") throw malformedFilter();
    return negate({ kind: "like", left, pattern: pattern.text }, isNegated);
  }
  reader.expect("in");
  reader.expect("(");
  const values = [readOperand(reader)];
  while (reader.takes(",")) values.push(readOperand(reader));
  reader.expect(")");
  return negate({ kind: "in", left, values }, isNegated);
}

function negate(part: Expression, isNegated: boolean): Expression {
  return isNegated ? { kind: "not", part } : part;
}

function readOperand(reader: TokenReader): Operand {
  const token = reader.next();
  if (token.kind === "key") return { kind: "key", text: token.text };
  if (token.kind === "text" || token.kind === "number") return { kind: "literal", text: token.text };
  throw malformedFilter();
}
