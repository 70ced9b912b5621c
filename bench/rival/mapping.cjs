// The rival's mapping: rows of approved bills
// -> one document per bill and warehouse. Follows the published qeasy mapping: outer_no = FBillNo-FStockID.FNumber,
// is_check 1, fixed remark, price 0. Lots are left out, as there. Quantities are JavaScript numbers rounded to 4
// decimals, as an engineer would write it in an afternoon.
const FIELDS = [
  "FID",
  "FEntity_FEntryID",
  "FBillNo",
  "FApproveDate",
  "FRowType",
  "FStockID.FNumber",
  "FMaterialID.FNumber",
  "FRealQty",
];

function toDocuments(rows, hash) {
  const documents = new Map();
  for (const [, , bill, , rowType, stock, material, quantity] of rows) {
    if (rowType === "Parent" || !(Number(quantity) > 0)) continue;
    let outerNo = `${bill}-${stock}`;
    if (outerNo.length > 40) outerNo = `${bill}-${hash(outerNo).slice(0, 8)}`.slice(-40);
    if (!documents.has(outerNo))
      documents.set(outerNo, { outer_no: outerNo, warehouse_no: stock, bill, lines: new Map() });
    const { lines } = documents.get(outerNo);
    lines.set(material, (lines.get(material) || 0) + Number(quantity));
  }
  return [...documents.values()].map(({ outer_no, warehouse_no, bill, lines }) => ({
    outer_no,
    warehouse_no,
    is_check: 1,
    remark: `金蝶销售出库 ${bill}`,
    detail_list: [...lines].map(([spec_no, num]) => ({
      spec_no,
      num: String(Math.round(num * 10000) / 10000),
      price: "0",
    })),
  }));
}

function packForSign(params) {
  const length = (text, digits) => String([...text].length).padStart(digits, "0");
  return Object.keys(params)
    .sort()
    .map((key) => `${length(key, 2)}-${key}:${length(params[key], 4)}-${params[key]}`)
    .join(";");
}

// One answer of Wangdiantong: done, throttled, or refused for good.
function judgeAnswer(answer) {
  const code = Number(answer && answer.code);
  const message = String((answer && answer.message) || "");
  if (code === 0 || code === 2350 || message.includes("外部单号重复")) return "done";
  if (message.includes("频率") || message.includes("并发")) return "throttled";
  return Number.isNaN(code) ? "broken" : "refused";
}

if (typeof module !== "undefined") module.exports = { FIELDS, toDocuments, packForSign, judgeAnswer };
