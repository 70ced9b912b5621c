import type { BillPreview, PreviewedOrder } from "@billferry/desk";

/** A preview for a terminal: the rows, the orders with the rule of every value, and the requests. */
export function formatPreview(preview: BillPreview): string {
  const { scheme, billNo, approvedAt, unread } = preview;
  return [
    `单据 ${billNo}(方案 ${scheme}),审核于 ${approvedAt}`,
    ...(unread === null ? [] : [`注意:按现状不会被读取——${unread}`]),
    `金蝶返回 ${preview.rows.length} 行:`,
    ...rowsOf(preview),
    ...resultOf(preview.result),
    "以上仅为预览:没有发送,也没有记录。",
  ].join("\n");
}

/** What all rows have in common is shown once; unset cells are left out. */
function rowsOf({ fields, rows }: BillPreview): readonly string[] {
  const [first = []] = rows;
  const isCommon = fields.map((_, column) => rows.every((row) => row[column] === first[column]));
  const cells = (row: BillPreview["rows"][number], wantsCommon: boolean): readonly string[] =>
    fields.flatMap((name, column) => {
      const text = String(row[column] ?? "").trim();
      return text === "" || isCommon[column] !== wantsCommon ? [] : [`    ${name} = ${text}`];
    });
  return [
    "  各行相同",
    ...cells(first, true),
    ...(rows.length === 1 ? [] : rows.flatMap((row, index) => [`  第 ${index + 1} 行`, ...cells(row, false)])),
  ];
}

function resultOf(result: BillPreview["result"]): readonly string[] {
  switch (result.kind) {
    case "excluded":
      return [`不传输:${result.rule}`];
    case "refused":
      return ["不能转换,将成为待处理:", ...result.issues.map(({ code, message }) => `  [${code}] ${message}`)];
    case "ordered":
      return [
        ...result.skipped.map(({ seq, rule }) => `第 ${seq} 行不参与:${rule}`),
        ...result.orders.flatMap((order, index) => orderOf(order, index)),
      ];
  }
}

function orderOf({ order, notes, sources, request }: PreviewedOrder, index: number): readonly string[] {
  const lines = Object.entries(flatten(order)).map(([place, value]) => {
    const source = sources[place];
    return `  ${place} = ${value}${source === undefined ? "" : `    ← ${describe(source)}`}`;
  });
  return [
    `订单 ${index + 1}:${order.outer_no}`,
    ...lines,
    ...notes.map((note) => `  说明:${note}`),
    ...(request === null
      ? ["  未设置旺店通账号,不显示签名后的请求"]
      : [`  请求 POST ${request.path}`, `  ${request.body}`]),
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

function describe({ rule, table, lines }: PreviewedOrder["sources"][string]): string {
  return [
    rule,
    ...(table === undefined ? [] : [`对照表 ${table}`]),
    ...(lines === undefined ? [] : [`第 ${lines.join("、")} 行`]),
  ].join(",");
}
