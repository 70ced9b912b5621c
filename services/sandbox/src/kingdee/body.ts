import { KingdeeProblem, MSG_CODE } from "./problem.ts";
import type { QueryRequest } from "./run-query.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A body that is no JSON object: the server's parser fails with HTTP 500 [kingdee 3.1]. */
export class UnreadableBody extends Error {}

/** The body as an object: JSON, or form-encoded. A bare array is refused, as a live server did. */
export function readBody(text: string, contentType: string): Fields {
  if (contentType.includes("x-www-form-urlencoded")) return Object.fromEntries(new URLSearchParams(text));
  if (text.trim() === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UnreadableBody("Unexpected character encountered while parsing value");
  }
  if (!isFields(value))
    throw new UnreadableBody("Additional text found in JSON string after finishing deserializing object.");
  return value;
}

/** The arguments of a sign-in: positional in `parameters`, or by name in any case. */
export function readArguments(body: Fields, names: readonly string[]): Readonly<Record<string, string>> {
  const positional = readParameters(body);
  if (positional) return Object.fromEntries(names.map((name, index) => [name, asText(positional[index])]));
  const lower = new Map(Object.entries(body).map(([key, value]) => [key.toLowerCase(), value]));
  return Object.fromEntries(names.map((name) => [name, asText(lower.get(name.toLowerCase()))]));
}

/** The query in `data` or `parameters[0]`, each as an object or as a JSON string of one. */
export function readQuery(body: Fields): QueryRequest {
  const query = readData(body);
  return {
    formId: asText(query["FormId"] ?? query["formid"]),
    fieldKeys: asText(query["FieldKeys"]),
    filter: query["FilterString"],
    order: asText(query["OrderString"]),
    topRowCount: asCount(query["TopRowCount"], "TopRowCount"),
    startRow: asCount(query["StartRow"], "StartRow"),
    limit: asCount(query["Limit"], "Limit"),
  };
}

/** What View asks for: the form stands beside the data, or before it in the parameters. */
export function readView(body: Fields): { readonly formId: string; readonly id: string; readonly number: string } {
  const [formId, given] = readParameters(body) ?? [body["formid"] ?? body["FormId"], body["data"]];
  const data = typeof given === "string" ? parseJson(given) : given;
  if (!isFields(data)) throw new KingdeeProblem(MSG_CODE.badParameter, "data数据包不能为空。");
  return { formId: asText(formId), id: asText(data["Id"]).trim(), number: asText(data["Number"]).trim() };
}

export function readData(body: Fields): Fields {
  const first = body["data"] ?? readParameters(body)?.[0];
  const data = typeof first === "string" ? parseJson(first) : first;
  if (!isFields(data)) throw new KingdeeProblem(MSG_CODE.badParameter, "data数据包不能为空。");
  return data;
}

function readParameters(body: Fields): readonly unknown[] | undefined {
  const given = body["parameters"];
  const value = typeof given === "string" ? parseJson(given) : given;
  return Array.isArray(value) ? value : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? `${value}` : "";
}

function asCount(value: unknown, name: string): number {
  const number = Number(value ?? 0);
  if (!Number.isInteger(number) || number < 0)
    throw new KingdeeProblem(MSG_CODE.badParameter, `data数据包中的参数${name}的值不正确。`);
  return number;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
