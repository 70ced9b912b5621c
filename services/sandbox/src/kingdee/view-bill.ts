import type { Bill, BillLine } from "../bills/bill.ts";
import type { Form, FormField } from "../forms/form.ts";
import type { KingdeeSettings } from "../settings.ts";
import { printCell } from "./print-rows.ts";
import { KingdeeProblem, MSG_CODE } from "./problem.ts";

const CHINESE = 2052;
const SUCCESS = '{"IsSuccess":true,"Errors":[],"SuccessEntitys":[],"SuccessMessages":[],"MsgCode":0}';

/** Finds what View asks for, by id or by number, among what the account may see. */
export function findViewed(
  asked: { readonly id: string; readonly number: string },
  bills: readonly Bill[],
  settings: KingdeeSettings,
): Bill {
  const found = bills.find(({ id, billNo }) => (asked.id === "" ? billNo === asked.number : String(id) === asked.id));
  if (found === undefined || settings.hiddenBillNos.includes(found.billNo))
    throw new KingdeeProblem(MSG_CODE.noSuchData, "传递的编码值不存在");
  return found;
}

/** View: the bill as a tree in the names of the ORM, without the keys' F [kingdee 3.6]: base data as an object with its
 *  names by language, the financial head and the entries as lists. Written by hand, as rows are. */
export function printBill(bill: Bill, form: Form, settings: KingdeeSettings): string {
  const lines = bill.lines.filter(({ stock }) => !settings.hiddenStocks.includes(stock));
  const print = (level: FormField["level"], line: BillLine): string[] =>
    form.fields
      .filter((field) => field.level === level && !/_/.test(field.column.key) && field.column.key !== "FID")
      .flatMap((field) => printField(field, { bill, line }, settings));
  const [first] = bill.lines;
  if (first === undefined) throw new KingdeeProblem(MSG_CODE.noSuchData, "单据没有分录");
  const members = [
    `"Id":${bill.id}`,
    `"FFormId":${JSON.stringify(form.id)}`,
    ...print("head", first),
    `"${form.id}FIN":[{${[`"Id":${bill.id}`, ...print("finance", first)].join(",")}}]`,
    `"${form.id}ENTRY":[${lines.map((line) => `{${[`"Id":${line.entryId}`, `"Seq":${line.seq}`, ...print("entry", line)].join(",")}}`).join(",")}]`,
  ];
  return `{"Result":{"ResponseStatus":${SUCCESS},"Result":{${members.join(",")}}}}`;
}

function printField(
  { column, properties }: FormField,
  row: { bill: Bill; line: BillLine },
  settings: KingdeeSettings,
): string[] {
  const name = column.key.replace(/^F/, "");
  const own = printCell(column, row, settings);
  const number = properties.get("fnumber");
  if (number === undefined) return [`"${name}":${own}`];
  if (number.read(row.bill, row.line) === null) return [`"${name}_Id":0`, `"${name}":null`];
  const title = properties.get("fname");
  const names = title === undefined ? "[]" : `[{"Key":${CHINESE},"Value":${printCell(title, row, settings)}}]`;
  return [
    `"${name}_Id":${own}`,
    `"${name}":{"Id":${own},"Number":${printCell(number, row, settings)},"Name":${names}}`,
  ];
}
