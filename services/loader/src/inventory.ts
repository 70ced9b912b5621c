import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";

import { describeFault, isFault, type Waiting } from "@billferry/contracts";
import { gatherEvidence } from "@billferry/found-order";
import type { Ledger } from "@billferry/ledger";
import { repeat } from "@billferry/redis";
import type { Logger } from "@billferry/runtime";
import { SEARCH_MARGIN_MS, type OrderSearch, type SearchPurpose } from "@billferry/wangdiantong";

import { inventorySpan, judgeInventoryFailure } from "./core/inventory.ts";

const LEASE_MS = 10_000;
const RENEW_MS = 3_000;
const BATCH = 500;
/** A short listing is waited for in place; a longer one makes the queue rest, so that the status can say why. */
const IN_PLACE_MS = 500;
const REST_MS = 1_000;
/** One that was impossible is tried again after this. */
const AGAIN_MS = 3_600_000;
const TAKING_INVENTORY = "正在清点旺店通已有单据";
const NOT_TAKEN = "尚未能清点旺店通已有单据";

export interface InventoryDependencies {
  readonly orders: OrderSearch;
  /** How far back Wangdiantong is listed. */
  readonly days: number;
  readonly log: Logger;
}

/**
 * Before the first push of a ledger that began empty (new, or wiped: nobody can tell), what Wangdiantong already has is
 * listed once, by one replica, as evidence for the planner. So a rebuild pushes nothing twice and burns no quota on
 * refusals. While it runs, jobs wait without burning an attempt. Where the account does not allow the listing each
 * repeat is refused as a duplicate, which proves presence and not content: those orders stay in doubt until they were
 * seen.
 */
export class Inventory {
  readonly #deps: InventoryDependencies;
  readonly #owner = randomUUID();
  readonly #stopping = new AbortController();
  readonly #running = new Map<string, Promise<void>>();
  readonly #failures = new Map<string, { count: number; retryAtMs: number; shown: string }>();

  constructor(deps: InventoryDependencies) {
    this.#deps = deps;
  }

  /** Undefined once the scheme's inventory is done or was given up; else how long the queue rests until it may be. */
  async ensure(scheme: string, ledger: Pick<Ledger, "inventory">): Promise<Waiting | undefined> {
    if (!this.#running.has(scheme)) {
      const failure = this.#failures.get(scheme);
      if (failure !== undefined && performance.now() < failure.retryAtMs) return rest(failure.shown);
      const verdict = await ledger.inventory.begin(this.#owner, LEASE_MS);
      if (verdict === "over") return undefined;
      if (verdict === "busy") return rest();
      this.#start(scheme, ledger, "inventory");
    }
    const inPlace = new AbortController();
    const isOver = await Promise.race([
      this.#running.get(scheme)?.then(() => true),
      wait(IN_PLACE_MS, false, { signal: inPlace.signal }).catch(() => false),
    ]);
    inPlace.abort();
    if (isOver !== false && (await ledger.inventory.isOver())) return undefined;
    return rest(this.#failures.get(scheme)?.shown);
  }

  /** An impossible one again, after a rest: a permission may be granted by now. It leaves pushes their quota. */
  async tryAgain(scheme: string, ledger: Pick<Ledger, "inventory">): Promise<void> {
    if (this.#running.has(scheme)) return;
    if ((await ledger.inventory.beginAgain(this.#owner, LEASE_MS, AGAIN_MS)) !== "begun") return;
    this.#start(scheme, ledger, "background");
    await this.#running.get(scheme);
  }

  /** Ends a listing that is under way; another replica begins anew. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#running.values());
  }

  #start(scheme: string, ledger: Pick<Ledger, "inventory">, purpose: SearchPurpose): void {
    if (this.#running.has(scheme)) return;
    const run = this.#run(scheme, ledger, purpose).finally(() => this.#running.delete(scheme));
    this.#running.set(scheme, run);
  }

  /** Never rejects: what goes wrong is logged, and tried again or given up. */
  async #run(scheme: string, ledger: Pick<Ledger, "inventory">, purpose: SearchPurpose): Promise<void> {
    const { log } = this.#deps;
    const lost = new AbortController();
    const renew = async (): Promise<void> => {
      if (!(await ledger.inventory.renew(this.#owner, LEASE_MS))) lost.abort();
    };
    const renewal = repeat(renew, { everyMs: RENEW_MS, onError: () => undefined });
    const signal = AbortSignal.any([this.#stopping.signal, lost.signal]);
    try {
      const counted = await this.#list(ledger, signal, purpose);
      await ledger.inventory.finish(this.#owner, "done");
      this.#failures.delete(scheme);
      log.info({ event: "inventory.done", scheme, ...counted }, "已清点旺店通中的单据");
    } catch (error) {
      if (!signal.aborted) await this.#fail({ scheme, ledger, purpose }, error).catch(() => undefined);
    } finally {
      await renewal.stop();
    }
  }

  async #list(
    ledger: Pick<Ledger, "inventory">,
    signal: AbortSignal,
    purpose: SearchPurpose,
  ): Promise<{ readonly listed: number; readonly keys: number }> {
    const { orders, days } = this.#deps;
    const listed = await orders.list({ ...inventorySpan(Date.now(), days, SEARCH_MARGIN_MS), signal, purpose });
    const counted = gatherEvidence(listed);
    for (let start = 0; start < counted.length; start += BATCH)
      await ledger.inventory.recordEvidence(counted.slice(start, start + BATCH));
    return { listed: listed.length, keys: counted.length };
  }

  async #fail(
    {
      scheme,
      ledger,
      purpose,
    }: { readonly scheme: string; readonly ledger: Pick<Ledger, "inventory">; readonly purpose: SearchPurpose },
    error: unknown,
  ): Promise<void> {
    const { log } = this.#deps;
    const count = (this.#failures.get(scheme)?.count ?? 0) + 1;
    const shown = isFault(error) ? describeFault(error) : String(error);
    const verdict = judgeInventoryFailure(isFault(error) ? error : undefined, count);
    if (verdict === "give-up" || purpose === "background") {
      log.warn(
        { event: "inventory.unavailable", scheme, error: shown },
        "无法清点旺店通已有单据,改为逐张以重复拒绝核实,稍后再清点",
      );
      this.#failures.delete(scheme);
      await ledger.inventory.finish(this.#owner, "unavailable", shown);
      return;
    }
    await ledger.inventory.noteError(shown);
    log.warn({ event: "inventory.failed", scheme, error: shown, ...verdict }, "清点旺店通未成功,稍后再试");
    this.#failures.set(scheme, { count, retryAtMs: performance.now() + verdict.restMs, shown });
  }
}

/** `failure`: why the last try came to nothing. */
function rest(failure?: string): Waiting {
  const reason = failure === undefined ? TAKING_INVENTORY : `${NOT_TAKEN}:${failure}`;
  return { kind: "wait", scope: "queue", forMs: REST_MS, reason };
}
