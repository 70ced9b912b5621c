import { TARGET_INTERFACES, type TargetName } from "@billferry/contracts";
import type { BillPreview, SchemeTrial } from "@billferry/desk";
import type { FormInfo, SchemeDraft } from "@billferry/scheme";

import { formatPreview } from "./preview-text.ts";

/** `--set` of the command line as choices by place; a name that head and lines share has to say which is meant. */
export function readChoices(
  given: readonly string[],
  target: TargetName,
): { readonly choices: Readonly<Record<string, string>> } | { readonly problem: string } {
  const { head, line } = TARGET_INTERFACES[target];
  const places = [...head.map(({ name }) => `order.${name}`), ...line.map(({ name }) => `line.${name}`)];
  const choices: Record<string, string> = {};
  for (const text of given) {
    const at = text.indexOf("=");
    const name = text.slice(0, at).trim();
    const [place, more] = places.filter((each) => each === name || each.endsWith(`.${name}`));
    if (at < 1 || place === undefined)
      return { problem: `--set ${text}:没有这个参数;写作 参数=字段或文字,可用的参数:${places.join("、")}` };
    if (more !== undefined) return { problem: `--set ${text}:单据头和货品行都有 ${name},请写 ${place} 或 ${more}` };
    if (place === "order.outer_no") return { problem: "--set outer_no:外部单号由单据编号与仓库组成,起草时不可指定" };
    choices[place] = text.slice(at + 1);
  }
  return { choices };
}

/** The proposed mapping, with each parameter's documentation, and what it leaves out. */
export function formatDraft({ form, title, fields }: FormInfo, draft: SchemeDraft): string {
  return [
    `${form}(${title}):${fields.length} 个字段,起草如下:`,
    ...draft.parameters.map(({ place, parameter, note, choice, field, isFixed }) => {
      const value = isFixed
        ? "由单据编号与仓库组成"
        : field !== undefined
          ? `${field.name}(${field.label})`
          : (choice ?? "(不传)");
      const needed = note.isNeeded ? "必填" : "可选";
      return `  ${place} ← ${value}\n      ${parameter.label},${needed}:${note.meaning.zh};${note.form.zh}${note.example === "" ? "" : `;例 ${note.example}`}`;
    }),
    ...draft.missing.map(({ zh }) => `待填:${zh}`),
    ...draft.leftOut.map(({ zh }) => `没有用到:${zh}`),
  ].join("\n");
}

/** What became of the bills that the draft was tried on: one line each, and the first that gives an order in full. */
export function formatTrial({ bills, unused }: SchemeTrial): string {
  if (bills.length === 0) return "试算:金蝶中还没有已审核的这种单据,没有可试的。";
  const example = bills.find(({ result }) => result.kind === "ordered") ?? bills[0];
  const good = bills.filter(({ result }) => result.kind !== "refused").length;
  return [
    `试算最近 ${bills.length} 张单据,${good} 张可以转换:`,
    ...bills.map((bill) => `  ${bill.billNo}:${describe(bill)}`),
    ...unused.map(({ label, billNos }) => `其中 ${billNos.length} 张带有${label},方案没有用到:${billNos.join("、")}`),
    ...(example === undefined ? [] : ["", formatPreview(example)]),
  ].join("\n");
}

function describe({ result }: BillPreview): string {
  switch (result.kind) {
    case "excluded":
      return `不传输——${result.rule}`;
    case "refused":
      return `待处理——${result.issues.map(({ message }) => message).join(";")}`;
    case "ordered":
      return result.orders.map(({ order }) => order.outer_no).join("、");
  }
}
