import { parse, type Node } from "luaparse";

import { oneLine, type Draft } from "./mutant.ts";

/** A change of a Lua text: what stands at `range` gives way to `replacement`. */
interface Change {
  readonly rule: string;
  readonly range: readonly [number, number];
  readonly replacement: string;
}

type Visit = (node: Node, around: readonly Node[], text: string) => readonly Omit<Change, "range">[];

/** Names that stand for each other's kind: one taken for its neighbour is a mistake somebody may make. */
const KINDS = [
  ["READ", "ORDERED", "EXCLUDED", "HELD_BILL", "WITHDRAWN_BILL"],
  ["WAITING", "PUSHING", "DELIVERED", "HELD_ORDER", "DISPUTED", "WITHDRAWN"],
  ["OPEN", "HELD"],
];
const NEIGHBOURS = new Map(
  KINDS.flatMap((kind) => kind.map((name, index) => [name, kind[(index + 1) % kind.length] ?? name] as const)),
);

const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  "==": ["~="],
  "~=": ["=="],
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "+": ["-"],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
  "%": ["*"],
};

/** All mutants of a Lua file. */
export function mutateLua(text: string): readonly Draft[] {
  return listChanges(text).map(({ rule, range: [from, to], replacement }) => {
    const source = text.slice(0, from) + replacement + text.slice(to);
    parseLua(source);
    const line = text.slice(0, from).split("\n").length;
    return { line, rule, original: oneLine(text.slice(from, to)), replacement, source, active: null };
  });
}

function parseLua(text: string): Node {
  return parse(text, { luaVersion: "5.1", ranges: true, comments: false });
}

function listChanges(text: string): readonly Change[] {
  const changes: Change[] = [];
  const walk = (node: Node, around: readonly Node[]): void => {
    const range = rangeOf(node);
    for (const change of visitOf(node)(node, around, text)) changes.push({ ...change, range });
    for (const child of childrenOf(node)) walk(child, [node, ...around]);
  };
  walk(parseLua(text), []);
  return changes;
}

function rangeOf(node: Node): readonly [number, number] {
  // The parser adds ranges where it is asked to; its types do not say so.
  return (node as { readonly range?: [number, number] }).range ?? [0, 0];
}

/** An operand's text; its range leaves out the brackets around it. */
function textOf(node: Node, text: string): string {
  const own = text.slice(...rangeOf(node));
  return node.type.endsWith("Expression") && "operator" in node ? `(${own})` : own;
}

function childrenOf(node: Node): readonly Node[] {
  return Object.values(node)
    .flat()
    .filter((value): value is Node => typeof value === "object" && value !== null && "type" in value);
}

const nothing: Visit = () => [];

const removal: Visit = () => [{ rule: "removed", replacement: "do end" }];

const condition: Visit = (node, around) => {
  const clause = around[0];
  const isCondition =
    (clause?.type === "IfClause" || clause?.type === "ElseifClause") &&
    "condition" in clause &&
    clause.condition === node;
  return isCondition ? ["true", "false"].map((replacement) => ({ rule: "condition", replacement })) : [];
};

const VISITS: Partial<Record<Node["type"], Visit>> = {
  CallStatement: removal,
  AssignmentStatement: removal,
  ReturnStatement: removal,
  BinaryExpression: (node, around, text) => {
    if (node.type !== "BinaryExpression") return [];
    const [left, right] = [textOf(node.left, text), textOf(node.right, text)];
    const swaps = (OPERATORS[node.operator] ?? []).map((operator) => ({
      rule: "operator",
      replacement: `(${left} ${operator} ${right})`,
    }));
    return [...condition(node, around, text), ...swaps];
  },
  LogicalExpression: (node, around, text) => {
    if (node.type !== "LogicalExpression") return [];
    const [left, right] = [textOf(node.left, text), textOf(node.right, text)];
    const operator = node.operator === "and" ? "or" : "and";
    return [
      ...condition(node, around, text),
      ...[`(${left} ${operator} ${right})`, `(${left})`, `(${right})`].map((replacement) => ({
        rule: "logic",
        replacement,
      })),
    ];
  },
  UnaryExpression: (node, around, text) => {
    if (node.type !== "UnaryExpression" || node.operator === "#") return [];
    return [...condition(node, around, text), { rule: "operator", replacement: `(${textOf(node.argument, text)})` }];
  },
  Identifier: (node, around, text) => {
    const neighbour = node.type === "Identifier" ? NEIGHBOURS.get(node.name) : undefined;
    const isDeclared = around[0]?.type === "LocalStatement" && !around[0].init.some((each) => each === node);
    return [
      ...condition(node, around, text),
      ...(neighbour === undefined || isDeclared ? [] : [{ rule: "name", replacement: neighbour }]),
    ];
  },
  NumericLiteral: (node, around, text) => {
    if (node.type !== "NumericLiteral") return [];
    const holder = around[0];
    const isIndex = holder?.type === "IndexExpression";
    const isKey = isIndex && holder.base.type === "Identifier" && holder.base.name === "KEYS";
    if (isKey && !text.includes("KEYS[2]")) return [];
    const values = isIndex ? [node.value + 1] : [node.value + 1, node.value - 1];
    return values.map((value) => ({ rule: "number", replacement: value < 0 ? `(${value})` : String(value) }));
  },
  StringLiteral: (node, around) => {
    if (node.type !== "StringLiteral") return [];
    const call = around[0];
    const isCommand =
      call?.type === "CallExpression" && call.base.type === "MemberExpression" && call.arguments[0] === node;
    // Another flag that changes no more than that the member's score moves.
    return isCommand ? [] : [{ rule: "text", replacement: node.raw === "'NX'" ? "'CH'" : "'mutant'" }];
  },
  MemberExpression: condition,
  CallExpression: condition,
  IndexExpression: condition,
};

function visitOf(node: Node): Visit {
  return VISITS[node.type] ?? nothing;
}
