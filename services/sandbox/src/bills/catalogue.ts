/** Master data that both stand-ins share: what the bills in Kingdee use, Wangdiantong knows by the same code. */
export interface Sku {
  readonly code: string;
  readonly name: string;
  readonly specification: string;
  readonly unit: string;
  /** How quantities of it look: whole pieces, 0.1 steps, four decimals, or twelve digits. */
  readonly measure: "piece" | "tenth" | "fine" | "bulk";
  readonly isBatchManaged: boolean;
  /** Comes in colours, which Kingdee tells by an auxiliary property and Wangdiantong not at all. */
  readonly hasAuxiliary: boolean;
}

const PRODUCTS = [
  ..."高山绿茶 手工挂面 冷榨菜籽油 纯棉毛巾 不锈钢保温杯 竹纤维抽纸".split(" "),
  ..."有机小米 即食燕麦片 玻璃密封罐 儿童牙刷 洗衣凝珠 原味坚果".split(" "),
];

const GRADES = ["标准装", "家庭装", "礼盒装", "试用装", "整箱"] as const;

const SKU_COUNT = 300;

function describeSku(index: number): Sku {
  const measure = index % 50 === 49 ? "bulk" : index % 11 === 10 ? "fine" : index % 6 === 5 ? "tenth" : "piece";
  const serial = String(index + 1).padStart(4, "0");
  return {
    // Codes with Chinese letters, slashes, plus and ampersand exist in real masters and break careless encoders.
    code: index % 60 === 7 ? `礼盒-${serial}` : index % 60 === 23 ? `SP&${serial}+A/1` : `SKU-${serial}`,
    name: `${PRODUCTS[index % PRODUCTS.length]}${GRADES[index % GRADES.length]}`,
    specification: `${(index % 9) + 1}00g*${(index % 4) + 1}`,
    unit: measure === "piece" ? "Pcs" : "kg",
    measure,
    isBatchManaged: index % 4 === 2,
    hasAuxiliary: index % 13 === 4,
  };
}

export const SKUS: readonly Sku[] = Array.from({ length: SKU_COUNT }, (_, index) => describeSku(index));

const BY_CODE: ReadonlyMap<string, Sku> = new Map(SKUS.map((sku) => [sku.code, sku]));

export function findSku(code: string): Sku | undefined {
  return BY_CODE.get(code);
}

export interface Named {
  readonly code: string;
  readonly name: string;
}

/** The stocks of tidy data. */
export const PLAIN_STOCKS: readonly Named[] = [
  { code: "CK001", name: "华东一号仓" },
  { code: "CK002", name: "华南中心仓" },
  { code: "CK003", name: "华北成品仓" },
  { code: "CK004", name: "西南冷链仓" },
  { code: "CK005", name: "电商退换仓" },
  { code: "CK006", name: "展销门店仓" },
];

/** Codes with the hyphen that also joins a bill's number and its stock, by the plain one that they stand for. */
export const DASHED_STOCKS: Readonly<Record<string, Named>> = {
  CK002: { code: "HN-02-A", name: "华南二仓A区" },
  CK005: { code: "B2C-MAIN", name: "电商主仓" },
};

export const STOCKS: readonly Named[] = [...PLAIN_STOCKS, ...Object.values(DASHED_STOCKS)];

export const AUXILIARY_PROPERTIES: readonly Named[] = [
  { code: "RED", name: "红色" },
  { code: "BLUE", name: "蓝色" },
  { code: "X-L", name: "加大" },
];

/** Exists in Wangdiantong, but its orders do not belong to stockout_order_push [wangdiantong 2.1]. */
export const OUTSOURCED_STOCKS: readonly Named[] = [{ code: "CK090", name: "委外代发仓" }];

export const CARRIERS: readonly Named[] = [
  { code: "SF", name: "顺丰速运" },
  { code: "ZTO", name: "中通快递" },
  { code: "YTO", name: "圆通速递" },
  { code: "JD", name: "京东物流" },
  { code: "DBL", name: "德邦物流" },
  { code: "ZITI", name: "客户自提" },
];

export const CUSTOMERS: readonly Named[] = Array.from({ length: 40 }, (_, index) => ({
  code: `KH${String(index + 1).padStart(4, "0")}`,
  name: `${["晨光", "远山", "青禾", "明湖", "向阳"][index % 5]}商贸有限公司${index + 1}部`,
}));

export const REASONS: readonly string[] = ["其他出库", "销售出库", "金蝶销售出库", "金蝶线下销售"];
export const STOCKIN_REASONS: readonly string[] = ["其他入库", "销售退货", "金蝶销售退货", "金蝶线下销售退货"];
export const POSITIONS: readonly string[] = ["A-01-01", "A-01-02", "B-02-01"];
