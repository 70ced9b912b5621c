import { TARGET_INTERFACES, type TargetInterface } from "@billferry/contracts";

import { readFault } from "./read-fault.ts";
import type { ReaderLanguage } from "./problems.ts";

/** What is known of a field of the rows. */
export interface RowField {
  readonly label: string;
  readonly level: string;
}

export interface JobReader {
  readonly language: ReaderLanguage;
  readonly fieldOf: (name: string) => RowField | undefined;
}

type Names = Readonly<Record<string, string>>;

const WORDS = {
  "zh-CN": {
    failure: "失败原因",
    code: "代码",
    meaning: "含义",
    detail: "详情",
    remedy: "处理办法",
    text: "说明",
    head: "单据头",
    rows: "分录",
    blank: "各行均为空的字段",
    order: "订单",
    rest: "技术信息",
  },
  en: {
    failure: "why it failed",
    code: "code",
    meaning: "meaning",
    detail: "detail",
    remedy: "what to do",
    text: "text",
    head: "bill",
    rows: "lines",
    blank: "fields that are empty in all lines",
    order: "order",
    rest: "technical",
  },
} as const;

/** What people look for; everything else of a job is for whoever looks into the program. */
const SHOWN: Readonly<Record<ReaderLanguage, Names>> = {
  "zh-CN": {
    billNo: "单据编号",
    approvedAt: "审核时间",
    target: "接口",
    corrects: "更正的订单",
    notes: "转换说明",
    billNos: "指定的单据",
  },
  en: {
    billNo: "bill number",
    approvedAt: "approved at",
    target: "interface",
    corrects: "order that it corrects",
    notes: "notes of the mapping",
    billNos: "bills asked for",
  },
};

/**
 * A job's content as people read it: why it failed first, then the bill's head and each of its lines by the names of
 * their fields, or the order by the names of its parameters. Kingdee's two arrays of names and cells are for programs.
 */
export function viewJob(
  { content, failedReason }: { readonly content: unknown; readonly failedReason: string },
  reader: JobReader,
): unknown {
  const words = WORDS[reader.language];
  const failure = failedReason === "" ? {} : { [words.failure]: viewFailure(failedReason, reader.language) };
  if (!isRecord(content)) return failedReason === "" ? content : { ...failure, [words.rest]: content };
  const names = SHOWN[reader.language];
  const { fields, rows, order, ...others } = content;
  const entries = Object.entries(others).filter(([, value]) => !(Array.isArray(value) && value.length === 0));
  const told = entries.flatMap(([key, value]) => (names[key] === undefined ? [] : [[names[key], value]]));
  const rest = Object.fromEntries(entries.filter(([key]) => names[key] === undefined));
  return {
    ...failure,
    ...(Object.fromEntries(told) as object),
    ...(Array.isArray(fields) && Array.isArray(rows)
      ? viewRows({ fields: fields.map(String), rows }, reader)
      : withoutUndefined({ fields, rows })),
    ...(isRecord(order) ? { [words.order]: viewOrder(others["target"], order, reader.language) } : {}),
    [words.rest]: rest,
  };
}

/** The parts of a failure's line, the code first; a text that is no fault's stays whole. */
function viewFailure(text: string, language: ReaderLanguage): Names {
  const words = WORDS[language];
  const told = readFault(text, language);
  if (told === undefined) return { [words.text]: text };
  const { code, meaning, detail, remedy } = told;
  return {
    [words.code]: code,
    [words.meaning]: meaning,
    ...(detail === "" ? {} : { [words.detail]: detail }),
    [words.remedy]: remedy,
  };
}

/** What the page of errors shows of an attempt: code, meaning and remedy a line each, and what lies beneath them. */
export function viewStack(
  stack: string,
  { failedReason, language }: { failedReason: string; language: ReaderLanguage },
) {
  const [first = "", ...beneath] = stack.split("\n");
  const isOurs = readFault(first, language) !== undefined;
  const reason = isOurs ? first : failedReason;
  if (readFault(reason, language) === undefined) return stack;
  const told = Object.entries(viewFailure(reason, language)).map(([name, value]) => `${name}: ${value}`);
  return [...told, ...(isOurs ? beneath : [first, ...beneath])].join("\n");
}

interface Rows {
  readonly fields: readonly string[];
  readonly rows: readonly unknown[];
}

/** A field of the head is told once, unless the lines disagree on it: then that is what is to be seen. */
function viewRows({ fields, rows }: Rows, { language, fieldOf }: JobReader): object {
  const words = WORDS[language];
  const columns = fields.map((name, at) => {
    const field = fieldOf(name);
    const first = cellOf(rows[0], at);
    return {
      at,
      name: language === "en" || field === undefined ? name : `${field.label} ${name}`,
      isHead: field !== undefined && field.level !== "entry" && rows.every((row) => cellOf(row, at) === first),
      isEmpty: rows.every((row) => isBlank(cellOf(row, at))),
    };
  });
  const blank = columns.filter(({ isEmpty }) => isEmpty).map(({ name }) => name);
  const filled = columns.filter(({ isEmpty }) => !isEmpty);
  const tell = (row: unknown, isHead: boolean): object =>
    Object.fromEntries(
      filled.flatMap((column) => (column.isHead === isHead ? [[column.name, cellOf(row, column.at)]] : [])),
    );
  return {
    [words.head]: tell(rows[0], true),
    [words.rows]: rows.map((row) => (Array.isArray(row) ? tell(row, false) : row)),
    ...(blank.length === 0 ? {} : { [words.blank]: blank.join(language === "en" ? ", " : "、") }),
  };
}

function viewOrder(target: unknown, order: Readonly<Record<string, unknown>>, language: ReaderLanguage): unknown {
  const known = (TARGET_INTERFACES as Readonly<Record<string, TargetInterface>>)[String(target)];
  if (known === undefined || language === "en") return order;
  const rename = (part: object, labels: TargetInterface["head"]): object =>
    Object.fromEntries(
      Object.entries(part).map(([name, value]: [string, unknown]) => {
        const label = labels.find((parameter) => parameter.name === name)?.label;
        const isLines = name === known.lineList && Array.isArray(value);
        const told = isLines ? value.map((line) => (isRecord(line) ? rename(line, known.line) : line)) : value;
        return [isLines ? `货品明细 ${name}` : label === undefined ? name : `${label} ${name}`, told];
      }),
    );
  return rename(order, known.head);
}

function cellOf(row: unknown, at: number): unknown {
  return Array.isArray(row) ? (row as unknown[])[at] : undefined;
}

function isBlank(cell: unknown): boolean {
  return cell === null || cell === undefined || (typeof cell === "string" && cell.trim() === "");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function withoutUndefined(parts: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}
