import { TARGET_INTERFACES, type TargetName, type Say } from "@billferry/contracts";
import type { BillPreview, SchemeTrial } from "@billferry/desk";
import type { FormInfo, SchemeDraft } from "@billferry/scheme";

import { formatPreview } from "./preview-text.ts";

/** `--set` of the command line as choices by place; a name that head and lines share has to say which is meant. */
export function readChoices(
  given: readonly string[],
  target: TargetName,
  say: Say,
): { readonly choices: Readonly<Record<string, string>> } | { readonly problem: string } {
  const { head, line } = TARGET_INTERFACES[target];
  const places = [...head.map(({ name }) => `order.${name}`), ...line.map(({ name }) => `line.${name}`)];
  const choices: Record<string, string> = {};
  for (const text of given) {
    const at = text.indexOf("=");
    const name = text.slice(0, at).trim();
    const [place, more] = places.filter((each) => each === name || each.endsWith(`.${name}`));
    if (at < 1 || place === undefined)
      return {
        problem: say({
          zh: `--set ${text}:没有这个参数;写作 参数=字段或文字,可用的参数:${places.join("、")}`,
          en: `--set ${text}: there is no such parameter; write parameter=field or text. Parameters: ${places.join(", ")}`,
        }),
      };
    if (more !== undefined)
      return {
        problem: say({
          zh: `--set ${text}:单据头和货品行都有 ${name},请写 ${place} 或 ${more}`,
          en: `--set ${text}: both the head and the lines have ${name}; write ${place} or ${more}`,
        }),
      };
    if (place === "order.outer_no")
      return {
        problem: say({
          zh: "--set outer_no:外部单号由单据编号与仓库组成,起草时不可指定",
          en: "--set outer_no: the key is made of bill number and warehouse, and cannot be set in a draft",
        }),
      };
    choices[place] = text.slice(at + 1);
  }
  return { choices };
}

/** The proposed mapping, with each parameter's documentation, and what it leaves out. */
export function formatDraft({ form, title, fields }: FormInfo, draft: SchemeDraft, say: Say): string {
  return [
    say({
      zh: `${form}(${title}):${fields.length} 个字段,起草如下:`,
      en: `${form} (${title}): ${fields.length} fields, drafted as follows:`,
    }),
    ...draft.parameters.map(({ place, parameter, note, choice, field, isFixed }) => {
      const value = isFixed
        ? say({ zh: "由单据编号与仓库组成", en: "made of bill number and warehouse" })
        : field !== undefined
          ? say({ zh: `${field.name}(${field.label})`, en: `${field.name} (${field.label})` })
          : (choice ?? say({ zh: "(不传)", en: "(not sent)" }));
      const needed = note.isNeeded ? say({ zh: "必填", en: "needed" }) : say({ zh: "可选", en: "optional" });
      return say({
        zh: `  ${place} ← ${value}\n      ${parameter.label},${needed}:${note.meaning.zh};${note.form.zh}${note.example === "" ? "" : `;例 ${note.example}`}`,
        en: `  ${place} ← ${value}\n      ${say(parameter.label)}, ${needed}: ${note.meaning.en}; ${note.form.en}${note.example === "" ? "" : `; e.g. ${note.example}`}`,
      });
    }),
    ...draft.missing.map(({ zh, en }) => say({ zh: `待填:${zh}`, en: `To be filled in: ${en}` })),
    ...draft.leftOut.map(({ zh, en }) => say({ zh: `没有用到:${zh}`, en: `Not used: ${en}` })),
  ].join("\n");
}

/** What became of the bills that the draft was tried on: one line each, and the first that gives an order in full. */
export function formatTrial({ bills, unused }: SchemeTrial, say: Say): string {
  if (bills.length === 0)
    return say({
      zh: "试算:金蝶中还没有已审核的这种单据,没有可试的。",
      en: "Trial: Kingdee has no approved bill of this kind yet, there is nothing to try.",
    });
  const example = bills.find(({ result }) => result.kind === "ordered") ?? bills[0];
  const good = bills.filter(({ result }) => result.kind !== "refused").length;
  return [
    say({
      zh: `试算最近 ${bills.length} 张单据,${good} 张可以转换:`,
      en: `Trial of the last ${bills.length} bills, ${good} can be turned into orders:`,
    }),
    ...bills.map((bill) =>
      say({ zh: `  ${bill.billNo}:${describe(bill, say)}`, en: `  ${bill.billNo}: ${describe(bill, say)}` }),
    ),
    ...unused.map(({ label, billNos }) =>
      say({
        zh: `其中 ${billNos.length} 张带有${label},方案没有用到:${billNos.join("、")}`,
        en: `${billNos.length} of them have ${say(label)}, which the scheme does not use: ${billNos.join(", ")}`,
      }),
    ),
    ...(example === undefined ? [] : ["", formatPreview(example, say)]),
  ].join("\n");
}

function describe({ result }: BillPreview, say: Say): string {
  switch (result.kind) {
    case "excluded":
      return say({ zh: `不传输——${result.rule}`, en: `not moved: ${result.rule}` });
    case "refused":
      return say({
        zh: `待处理——${result.issues.map(({ message }) => message).join(";")}`,
        en: `would be held: ${result.issues.map(({ message }) => say(message)).join("; ")}`,
      });
    case "ordered":
      return result.orders.map(({ order }) => order.outer_no).join(say({ zh: "、", en: ", " }));
  }
}
