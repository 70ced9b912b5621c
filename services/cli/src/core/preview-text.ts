import type { Say } from "@billferry/contracts";
import type { BillPreview, PreviewedOrder } from "@billferry/desk";

/** A preview for a terminal: the rows, the orders with the rule of every value, and the requests. */
export function formatPreview(preview: BillPreview, say: Say): string {
  const { scheme, billNo, approvedAt, unread } = preview;
  return [
    say({
      zh: `单据 ${billNo}(方案 ${scheme}),审核于 ${approvedAt}`,
      en: `Bill ${billNo} (scheme ${scheme}), approved at ${approvedAt}`,
    }),
    ...(unread === null
      ? []
      : [
          say({ zh: `注意:按现状不会被读取——${unread}`, en: `Note: as it stands it will not be read: ${say(unread)}` }),
        ]),
    say({ zh: `金蝶返回 ${preview.rows.length} 行:`, en: `Kingdee returned ${preview.rows.length} rows:` }),
    ...rowsOf(preview, say),
    ...resultOf(preview.result, say),
    say({ zh: "以上仅为预览:没有发送,也没有记录。", en: "This is a preview: nothing was sent, nothing was kept." }),
  ].join("\n");
}

/** What all rows have in common is shown once; unset cells are left out. */
function rowsOf({ fields, rows }: BillPreview, say: Say): readonly string[] {
  const [first = []] = rows;
  const isCommon = fields.map((_, column) => rows.every((row) => row[column] === first[column]));
  const cells = (row: BillPreview["rows"][number], wantsCommon: boolean): readonly string[] =>
    fields.flatMap((name, column) => {
      const text = String(row[column] ?? "").trim();
      return text === "" || isCommon[column] !== wantsCommon ? [] : [`    ${name} = ${text}`];
    });
  return [
    say({ zh: "  各行相同", en: "  the same in all rows" }),
    ...cells(first, true),
    ...(rows.length === 1
      ? []
      : rows.flatMap((row, index) => [
          say({ zh: `  第 ${index + 1} 行`, en: `  row ${index + 1}` }),
          ...cells(row, false),
        ])),
  ];
}

function resultOf(result: BillPreview["result"], say: Say): readonly string[] {
  switch (result.kind) {
    case "excluded":
      return [say({ zh: `不传输:${result.rule}`, en: `not moved: ${result.rule}` })];
    case "refused":
      return [
        say({ zh: "不能转换,将成为待处理:", en: "cannot be turned into orders, would become a case:" }),
        ...result.issues.map(({ code, message }) => `  [${code}] ${say(message)}`),
      ];
    case "ordered":
      return [
        ...result.skipped.map(({ seq, rule }) =>
          say({ zh: `第 ${seq} 行不参与:${rule}`, en: `row ${seq} is left out: ${rule}` }),
        ),
        ...result.orders.flatMap((order, index) => orderOf(order, index + 1, say)),
      ];
  }
}

function orderOf({ order, notes, sources, request }: PreviewedOrder, number: number, say: Say): readonly string[] {
  const lines = Object.entries(flatten(order)).map(([place, value]) => {
    const source = sources[place];
    return `  ${place} = ${value}${source === undefined ? "" : `    ← ${describe(source, say)}`}`;
  });
  return [
    say({ zh: `订单 ${number}:${order.outer_no}`, en: `Order ${number}: ${order.outer_no}` }),
    ...lines,
    ...notes.map((note) => say({ zh: `  说明:${note}`, en: `  note: ${say(note)}` })),
    ...(request === null
      ? [
          say({
            zh: "  未设置旺店通账号,不显示签名后的请求",
            en: "  no Wangdiantong account is set, the signed request is not shown",
          }),
        ]
      : [say({ zh: `  请求 POST ${request.path}`, en: `  request POST ${request.path}` }), `  ${request.body}`]),
  ];
}

function flatten(order: PreviewedOrder["order"]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(order).flatMap(([name, value]) =>
      Array.isArray(value)
        ? value.flatMap((line: object, index) =>
            Object.entries(line).map(([own, text]) => [`${name}[${index}].${own}`, String(text)]),
          )
        : [[name, JSON.stringify(value).replace(/^"(.*)"$/, "$1")]],
    ),
  );
}

function describe({ rule, table, lines }: PreviewedOrder["sources"][string], say: Say): string {
  return [
    say(rule),
    ...(table === undefined ? [] : [say({ zh: `对照表 ${table}`, en: `table ${table}` })]),
    ...(lines === undefined ? [] : [say({ zh: `第 ${lines.join("、")} 行`, en: `rows ${lines.join(", ")}` })]),
  ].join(say({ zh: ",", en: ", " }));
}
