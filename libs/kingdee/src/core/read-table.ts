import type { Cell } from "@billferry/contracts";

const [QUOTE, COMMA, OPEN, CLOSE] = [0x22, 0x2c, 0x5b, 0x5d];
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** In a text of JSON's they are not allowed, and between values there are none in a compact answer. */
const CONTROL = /[^\u0020-\uFFFF]/;
const WORDS: ReadonlyMap<string, Cell> = new Map<string, Cell>([
  ["null", null],
  ["true", true],
  ["false", false],
]);

/**
 * The short way through what nearly every answer is: a compact list of lists of plain values, numbers as raw text.
 * Undefined for any other text, good or bad, which `parseLossless` then reads. Bills come by the thousand, and a parser
 * that can read everything costs about three times as much.
 */
export function readTable(text: string): Cell[][] | undefined {
  if (!text.startsWith("[[") || CONTROL.test(text)) return undefined;
  return new TableReader(text).read();
}

class TableReader {
  readonly #text: string;
  #at = 1;
  /** The next backslash at or behind the cell that is read; behind the text where there is none. */
  #backslash = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Cell[][] | undefined {
    const rows: Cell[][] = [];
    do {
      const row = this.#row();
      if (row === undefined) return undefined;
      rows.push(row);
    } while (this.#takes(COMMA));
    return this.#takes(CLOSE) && this.#at === this.#text.length ? rows : undefined;
  }

  #row(): Cell[] | undefined {
    if (!this.#takes(OPEN)) return undefined;
    const cells: Cell[] = [];
    do {
      const cell = this.#text.charCodeAt(this.#at) === QUOTE ? this.#quoted() : this.#bare();
      if (cell === undefined) return undefined;
      cells.push(cell);
    } while (this.#takes(COMMA));
    return this.#takes(CLOSE) ? cells : undefined;
  }

  #takes(code: number): boolean {
    if (this.#text.charCodeAt(this.#at) !== code) return false;
    this.#at += 1;
    return true;
  }

  #quoted(): string | undefined {
    const start = this.#at;
    const end = this.#text.indexOf('"', start + 1);
    if (end === -1) return undefined;
    if (this.#backslash < start) this.#backslash = this.#find("\\", start);
    if (this.#backslash < end) return this.#escaped(end);
    this.#at = end + 1;
    return this.#text.slice(start + 1, end);
  }

  /** `end`: a quotation mark, which may be part of the text. */
  #escaped(end: number): string | undefined {
    const start = this.#at;
    for (let at = this.#backslash; at < end; at = this.#find("\\", at + 2))
      if (at + 1 === end) end = this.#find('"', end + 1);
    try {
      const value = JSON.parse(this.#text.slice(start, end + 1)) as string;
      this.#at = end + 1;
      return value;
    } catch {
      return undefined;
    }
  }

  #bare(): Cell | undefined {
    const start = this.#at;
    let end = start;
    for (let code = this.#text.charCodeAt(end); code !== COMMA && code !== CLOSE && end < this.#text.length;)
      code = this.#text.charCodeAt((end += 1));
    this.#at = end;
    const raw = this.#text.slice(start, end);
    return NUMBER.test(raw) ? raw : WORDS.get(raw);
  }

  #find(text: string, from: number): number {
    const at = this.#text.indexOf(text, from);
    return at === -1 ? this.#text.length : at;
  }
}
