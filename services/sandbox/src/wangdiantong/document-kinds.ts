import type { TargetName } from "@billferry/contracts";

/** How an interface's documents live in the stand-in ([wangdiantong 3.1], and the vendor's page on stock-in). */
interface DocumentKind {
  readonly prefix: string;
  readonly typeName: string;
  readonly idField: string;
  readonly timeField: string;
  readonly awaitingAudit: number;
  /** What a query without a status shows. */
  readonly isFinished: (status: number) => boolean;
  /** Whether its goods leave the warehouse. */
  readonly takesStock: boolean;
}

export const DOCUMENT_KINDS: Readonly<Record<TargetName, DocumentKind>> = {
  stockout_order_push: {
    prefix: "CK",
    typeName: "其他出库",
    idField: "stockout_id",
    timeField: "consign_time",
    awaitingAudit: 50,
    // From 95 on an order counts as shipped; 113 is the abnormal one.
    isFinished: (status) => status >= 95 && status <= 110,
    takesStock: true,
  },
  stockin_order_push: {
    prefix: "RK",
    typeName: "其他入库",
    idField: "stockin_id",
    timeField: "stockin_time",
    awaitingAudit: 30,
    isFinished: (status) => status === 80,
    takesStock: false,
  },
};
