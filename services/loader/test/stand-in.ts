import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

import { linesOf, quantityOf, targetOrder, type TargetOrder } from "@billferry/contracts";
import { createWangdiantongClient, type WangdiantongClient } from "@billferry/wangdiantong";

const TARGET = "stockout_order_push";

export interface KeptOrder {
  readonly stockoutNo: string;
  readonly content: TargetOrder;
  status: string;
}

/** What the stand-in does with a call instead of answering it well. */
export interface Trouble {
  readonly message: string;
  readonly code: number;
  readonly stockout_no?: string;
  /** A push is refused, and the document is made all the same, with this status. */
  readonly books?: string;
}

/**
 * A Wangdiantong over HTTP with just what the loader needs: it refuses repeats, and shows orders by status and number.
 * Every order counts as changed just now, so each is in every window that reaches the present.
 */
export class StandIn implements AsyncDisposable {
  readonly orders: KeptOrder[] = [];
  readonly pushes: string[] = [];
  queries = 0;
  showsLines = true;
  /** Queries do not show anything yet. */
  isLate = false;
  /** Asked before each call, by its service. */
  trouble: (service: string) => Trouble | undefined = () => undefined;
  readonly #server = createServer((request, response) => {
    void this.#answer(request).then((body) =>
      response.setHeader("content-type", "application/json").end(JSON.stringify(body)),
    );
  });

  async start(): Promise<WangdiantongClient> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
    return createWangdiantongClient({
      url,
      sid: "demo",
      appkey: "demo-ot",
      appsecret: "secret",
      deadlineMs: 5_000,
      maxBodyBytes: 1_000_000,
    });
  }

  /** An order that is there already. */
  put(content: TargetOrder, status = "110"): KeptOrder {
    const kept = { stockoutNo: `CK${this.orders.length + 1}`, content, status };
    this.orders.push(kept);
    return kept;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage): Promise<object> {
    let text = "";
    for await (const chunk of request.setEncoding("utf8")) text += String(chunk);
    const parameters = new URLSearchParams(text);
    const service = /(\w+)\.php/.exec(request.url ?? "")?.[1] ?? "";
    const { books, ...trouble } = this.trouble(service) ?? {};
    if (books === undefined && "code" in trouble) return trouble;
    if (service === "stockout_order_query") return this.#query(parameters);
    const order = targetOrder(TARGET).parse(JSON.parse(parameters.get("stockout_info") ?? ""));
    this.pushes.push(order.outer_no);
    if (this.orders.some((kept) => kept.content.outer_no === order.outer_no)) return { code: 2350, message: "" };
    const { stockoutNo } = this.put(order, books);
    return books === undefined ? { code: 0, stockout_no: stockoutNo } : trouble;
  }

  #query(parameters: URLSearchParams): object {
    this.queries += 1;
    if (this.isLate) return { code: 0, total_count: 0, stockout_list: [] };
    const [status, stockoutNo] = [parameters.get("status"), parameters.get("stockout_no")];
    const rows = this.orders.filter(
      (kept) =>
        (status === null ? kept.status === "110" : kept.status === status) &&
        (stockoutNo === null || kept.stockoutNo === stockoutNo),
    );
    const [page, size] = [Number(parameters.get("page_no")), Number(parameters.get("page_size"))];
    return {
      code: 0,
      ...(page === 0 ? { total_count: rows.length } : {}),
      stockout_list: rows
        .slice(page * size, (page + 1) * size)
        .map(({ stockoutNo: order_no, content, status: state }) => ({
          order_no,
          outer_no: content.outer_no,
          warehouse_no: content.warehouse_no,
          status: state,
          details_list: (this.showsLines ? linesOf(TARGET, content) : []).map((line) => ({
            spec_no: line.spec_no,
            goods_count: quantityOf(TARGET, line),
          })),
        })),
    };
  }
}
