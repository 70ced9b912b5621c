import { numberOf, OPEN_CONSOLE, sayOf, type AlertMessage } from "./message.ts";
import { byteLength, cutBytes } from "./message-text.ts";

/** The strictest of the robots' limits: WeCom's texts hold 2,048 bytes. */
export const MOST_TEXT_BYTES = 1_700;
const MOST_MARKDOWN_BYTES = 1_900;

interface MarkdownForm {
  readonly heading: string;
  /** How this robot breaks a line. */
  readonly between: string;
  /** Null where there is none, or where a button of its own holds it. */
  readonly link: string | null;
}

/** Heading, lines, link and id; what is too long is cut between heading and link. */
export function toMarkdown(message: AlertMessage, { heading, between, link }: MarkdownForm): string {
  const head = heading === "" ? "" : `${heading}${between}`;
  const tail = [...(link === null ? [] : [`[${sayOf(message)(OPEN_CONSOLE)}](${link})`]), numberOf(message)].join(
    between,
  );
  const room = MOST_MARKDOWN_BYTES - byteLength(head) - byteLength(tail) - byteLength(between);
  const middle = cutBytes(message.lines.join(between), room);
  return `${head}${middle}${between}${tail}`;
}
