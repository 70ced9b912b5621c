import { CLASS_WORDS, FAULT_CODES, OWNER_WORDS, type FaultCode } from "@billferry/contracts";
import { FAULT_WORDS_EN } from "@billferry/contracts/fault-words-en";

const DOES: Readonly<Record<string, string>> = {
  retry: "it is tried again by itself (transform 5 times, push 12 times), under the same key",
  snooze: "it waits as told, then goes on; no attempt is burned",
  hold: "nothing is sent until a person has mended it",
  abort: "the queue is paused, and tried from time to time",
};

const HEAD = `# Errors

<!-- Written by npm run docs from libs/contracts; likely causes stay as they are written here. -->

Each failure has a code. Console, \`npx billferry cases\` and logs show it as \`[code] meaning: circumstances → remedy\`.

Each code has a section: meaning, likely cause, what to do, who can mend it, and what the program does by itself. A test holds this page and the table \`FAULT_CODES\` together in both directions.

**What the program does (recovery)**

| recovery | meaning | burns an attempt |
| --- | --- | --- |
| \`retry\` | tried again after a while; a push that may have had its effect is repeated under the **same outer number**, or looked up | yes (transform 5 times, push 12 times) |
| \`snooze\` | the other side asks to wait; then it goes on | no |
| \`hold\` | it will not work without a person; the job fails at once and becomes a case | no more tries; a person retries it once it is mended |
| \`abort\` | the service itself is wrong (credentials, settings); the queue is paused, and tried alone from time to time | no |

When the attempts are used up, the job fails as well and becomes a case. Reading (extract) is not tried again: the watermark has not moved, and the next reading begins at the same place.

**How to retry what was mended**: a code table or a scheme that was saved is taken up by itself, and what is unfinished is made anew. For all else \`npx billferry retry\` with \`--bill\`, \`--order\`, \`--gap warehouses/CK009\`, \`--class\`, \`--case\` or \`--all\`, each with \`--dry-run\` first if you like. It works with what Kingdee, the scheme and the code tables say now, also where the failed job was removed from the board; what was delivered stays as it is, and a repetition is harmless. “Retry” in Bull Board only does the same job once more.

**Classes**: \`npx billferry cases --class …\` filters by them. ${Object.entries(CLASS_WORDS)
  .map(([name, { en }]) => `\`${name}\` (${en})`)
  .join(", ")}.`;

/**
 * The page of errors in English: every code of the catalogue, in the parts of the Chinese page. Likely causes are the
 * page's own.
 */
export function renderEnglishErrors(chinesePage: string, page: string): string {
  const parts = chinesePage.split(/^## /m).slice(1);
  const sections = parts.flatMap((part) => {
    const title = /· (.+)$/m.exec(part.split("\n")[0] ?? "")?.[1] ?? "";
    const codes = [...part.matchAll(/^### (\S+)$/gm)].map(([, code]) => code as FaultCode);
    return [`## ${title}`, ...codes.map((code) => renderSection(code, findCause(page, code)))];
  });
  return `${[HEAD, ...sections].join("\n\n")}\n`;
}

function findCause(page: string, code: FaultCode): string {
  const section = page.split(`### ${code}\n`)[1]?.split(/^##/m)[0] ?? "";
  const cause = /^- Likely cause: .+$/m.exec(section)?.[0];
  if (cause === undefined) throw new Error(`docs/en/errors.md: write "### ${code}" and "- Likely cause: …" below it`);
  return cause;
}

function renderSection(code: FaultCode, cause: string): string {
  const { meaning, remedy } = FAULT_WORDS_EN[code];
  const { recovery, owner, class: faultClass } = FAULT_CODES[code];
  return [
    `### ${code}`,
    "",
    `${asText(meaning)}.`,
    "",
    cause,
    `- What to do: ${asText(remedy)}.`,
    `- Who: ${OWNER_WORDS[owner].en}. Class \`${faultClass}\` (${CLASS_WORDS[faultClass].en}).`,
    `- By itself (\`${recovery}\`): ${DOES[recovery]}.`,
  ].join("\n");
}

/** A word that stands for another (`<number>`) is no tag of the page's. */
function asText(words: string): string {
  return words.replaceAll("<", String.raw`\<`);
}
