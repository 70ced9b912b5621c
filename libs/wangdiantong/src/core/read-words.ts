/** Names under which the editions, their gateways and the programs between say what is wrong. Not `stockout_info`
 *  and the like: an answer may repeat the request, and its remarks are personal. */
const WORDS =
  /^(?:sub_?|err(?:or)?_?|fail(?:ed)?_?|ret(?:urn)?_?|result_?)?(?:msg|messages?|info|desc|description|reason|text|tips?)$|^errors?$|^detail$/i;
const CONTAINERS = /^(?:data|errors?|result|response|error_response|fail(?:ed|_item)?s?(?:_list)?)$/i;
const MOST_TEXTS = 5;
const DEEPEST = 3;

/** Everything that an answer says in words, each once, the outermost first; "" where it says nothing. */
export function readWords(body: Readonly<Record<string, unknown>>): string {
  return [...new Set(wordsIn(body, 0))].slice(0, MOST_TEXTS).join(";");
}

function wordsIn(node: unknown, depth: number): string[] {
  if (depth > DEEPEST) return [];
  if (Array.isArray(node)) return node.slice(0, MOST_TEXTS).flatMap((each) => wordsOf(each, depth));
  if (typeof node !== "object" || node === null) return [];
  const entries = Object.entries(node);
  const own = entries.filter(([name, value]) => WORDS.test(name) && typeof value === "string");
  const inner = entries.filter(([name, value]) => (WORDS.test(name) || CONTAINERS.test(name)) && isContainer(value));
  return [
    ...own.flatMap(([, value]) => wordsOf(value, depth)),
    ...inner.flatMap(([, value]) => wordsIn(value, depth + 1)),
  ];
}

function wordsOf(value: unknown, depth: number): string[] {
  if (typeof value === "string") return value.trim() === "" ? [] : [value.trim()];
  return wordsIn(value, depth + 1);
}

function isContainer(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
