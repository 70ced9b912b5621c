import { parseSync } from "vite";

/** A text of a source that a person reads, as the catalogue of English names it: `{1}` is its first filling. */
export interface FoundText {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [name: string]: unknown;
}

const HAN = /\p{Script=Han}/u;
/** What carries Chinese on purpose, with its English beside it, and what the one who starts a service reads. */
const CHINESE_HALVES = new Set(["zh", "zh-CN", "chinese"]);
const ENGLISH_HALVES = new Set(["en", "english"]);

/** Texts in Chinese that have no English half beside them: `{ zh, en }`, `const zh`, `green("…", "…")`. */
export function findLonelyTexts(path: string, source: string): readonly FoundText[] {
  const found: FoundText[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (!isNode(value)) return;
    if (isElsewhere(value)) return;
    if (isHalf(value)) found.push({ path, line: lineOf(value), text: "a text with one half" });
    const text = textOf(value);
    if (text !== undefined && HAN.test(text)) found.push({ path, line: lineOf(value), text });
    for (const [name, child] of Object.entries(value)) {
      if (isPair(value, name, words)) visitFillings(child);
      else if (Array.isArray(child))
        child.forEach((each, at) => (hasOtherHalf(child, at) ? visitFillings(each) : visit(each)));
      else if (!(value.type === "Literal")) visit(child);
    }
  };
  /** A text that has its other half may be filled with one that has none. */
  const visitFillings = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visitFillings);
    if (!isNode(value)) return;
    if (value.type === "TemplateLiteral") return visitFillings(value["expressions"]);
    if (value.type === "LogicalExpression") return visitFillings([value["left"], value["right"]]);
    if (value.type === "ParenthesizedExpression") return visitFillings(value["expression"]);
    if (value.type === "CallExpression") return visitFillings([value["callee"], ...(value["arguments"] as unknown[])]);
    if (value.type === "MemberExpression") return visitFillings(value["object"]);
    if (value.type === "ArrowFunctionExpression") return visitFillings(value["body"]);
    if (value.type === "BinaryExpression") return visitFillings([value["left"], value["right"]]);
    if (value.type === "ConditionalExpression") return visitFillings([value["consequent"], value["alternate"]]);
    if (value.type === "ObjectExpression") return visitFillings(value["properties"]);
    if (value.type === "Property") return visitFillings(value["value"]);
    if (value.type !== "Literal") visit(value);
  };
  const lineOf = ({ start }: Node): number => source.slice(0, start).split("\n").length;
  const words = new Set(source.match(/[\w$]+/g));
  visit(parseSync(path, source).program);
  return found;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}

function textOf(node: Node): string | undefined {
  if (node.type === "Literal") return typeof node["value"] === "string" ? node["value"] : undefined;
  if (node.type !== "TemplateLiteral") return undefined;
  const quasis = node["quasis"] as readonly { readonly value: { readonly cooked: string } }[];
  return quasis.map(({ value: { cooked } }, index) => (index === 0 ? cooked : `{${index}}${cooked}`)).join("");
}

/** An object that has a Chinese half and no English one. */
function isHalf(node: Node): boolean {
  if (node.type !== "ObjectExpression") return false;
  const names = (node["properties"] as readonly Node[]).map(({ key }) => nameOf(key));
  return names.some((name) => CHINESE_HALVES.has(name)) && !names.some((name) => ENGLISH_HALVES.has(name));
}

/** Whether a child of a node is the Chinese half of a pair. */
function isPair(node: Node, child: string, others: ReadonlySet<string>): boolean {
  if (node.type === "Property" && child === "value") return CHINESE_HALVES.has(nameOf(node["key"]));
  if (node.type !== "VariableDeclarator" || child !== "init") return false;
  const name = nameOf(node["id"]);
  return CHINESE_HALVES.has(name) || others.has(`${name}En`) || others.has(`${name}_EN`);
}

/** `green("有应答", "it answers")`: the next of the list is its English. */
function hasOtherHalf(list: readonly unknown[], at: number): boolean {
  const [own, next] = [list[at], list[at + 1]];
  return isSaid(own) && HAN.test(wordsOf(own)) && isSaid(next) && !HAN.test(wordsOf(next));
}

function isSaid(node: unknown): node is Node {
  return isNode(node) && (textOf(node) !== undefined || node.type === "ConditionalExpression");
}

function wordsOf(node: Node): string {
  if (node.type !== "ConditionalExpression") return textOf(node) ?? "";
  return [node["consequent"], node["alternate"]].map((each) => (isNode(each) ? wordsOf(each) : "")).join("");
}

function nameOf(key: unknown): string {
  if (!isNode(key)) return "";
  return key.type === "Identifier" ? String(key["name"]) : key.type === "Literal" ? String(key["value"]) : "";
}

/** Names of modules and types are no texts. */
function isElsewhere(node: Node): boolean {
  if (node.type === "ImportDeclaration") return true;
  return (
    node.type.startsWith("TS") &&
    !["TSAsExpression", "TSSatisfiesExpression", "TSNonNullExpression"].includes(node.type)
  );
}
