import { CLASS_WORDS, FAULT_CODES, OWNER_WORDS, type FaultCode } from "@billferry/contracts";
import { FAULT_WORDS_EN } from "@billferry/contracts/fault-words-en";

const DOES: Readonly<Record<string, string>> = {
  retry: "it is tried again by itself (transform 5 times, push 12 times), under the same key",
  snooze: "it waits as told, then goes on; no attempt is burned",
  hold: "nothing is sent until a person has mended it",
  abort: "the queue is paused, and tried from time to time",
};

const HEAD = `# Errors

<!-- Written by npm run docs from libs/contracts; the Chinese page has the likely causes as well. -->

Each failure has a code. Console, \`npx billferry cases\` and logs show it as \`[code] meaning: circumstances → remedy\`.

After mending: a code table or a scheme that was saved is taken up by itself. For all else \`npx billferry retry\` with \`--bill\`, \`--order\`, \`--gap warehouses/CK009\`, \`--class\`, \`--case\` or \`--all\`, each with \`--dry-run\` first if you like. It works with what Kingdee, the scheme and the code tables say now; what was delivered stays as it is.`;

/** The page of errors in English: every code of the catalogue, in the parts of the Chinese page. */
export function renderEnglishErrors(chinesePage: string): string {
  const parts = chinesePage.split(/^## /m).slice(1);
  const sections = parts.flatMap((part) => {
    const title = /· (.+)$/m.exec(part.split("\n")[0] ?? "")?.[1] ?? "";
    const codes = [...part.matchAll(/^### (\S+)$/gm)].map(([, code]) => code as FaultCode);
    return [`## ${title}`, ...codes.map(renderSection)];
  });
  return `${[HEAD, ...sections].join("\n\n")}\n`;
}

function renderSection(code: FaultCode): string {
  const { meaning, remedy } = FAULT_WORDS_EN[code];
  const { recovery, owner, class: faultClass } = FAULT_CODES[code];
  return [
    `### ${code}`,
    "",
    `${asText(meaning)}.`,
    "",
    `- What to do: ${asText(remedy)}.`,
    `- Who: ${OWNER_WORDS[owner].en}. Class \`${faultClass}\` (${CLASS_WORDS[faultClass].en}).`,
    `- By itself (\`${recovery}\`): ${DOES[recovery]}.`,
  ].join("\n");
}

/** A word that stands for another (`<number>`) is no tag of the page's. */
function asText(words: string): string {
  return words.replaceAll("<", String.raw`\<`);
}
