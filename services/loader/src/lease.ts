import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

import type { Ledger, OrderRef, PushPermit } from "@billferry/ledger";

/** An order belongs to one attempt for this long unless renewed; a killed attempt's order is free again soon after. */
const LEASE_MS = 4_000;
const RENEW_MS = 1_000;
/** A lease that was given so lately need not be asked about: no other can have it, and hardly anything has happened. */
const FRESH_MS = 500;

/** One attempt's hold on an order. */
export class Lease {
  readonly #orders: Pick<Ledger["orders"], "beginPush" | "renewPush" | "releasePush">;
  readonly #order: OrderRef;
  readonly #owner = randomUUID();
  /** When it was asked for the last time that it was given, by both clocks of this process. */
  #given = now();

  constructor(orders: Pick<Ledger["orders"], "beginPush" | "renewPush" | "releasePush">, order: OrderRef) {
    this.#orders = orders;
    this.#order = order;
  }

  async begin(): Promise<PushPermit> {
    this.#given = now();
    return this.#orders.beginPush(this.#order, this.#owner, LEASE_MS);
  }

  /** Waits another attempt's short lease out here: put back, the job would stand behind all others after a kill. */
  async outwait(first: PushPermit, signal: AbortSignal): Promise<PushPermit> {
    const deadlineMs = performance.now() + LEASE_MS + RENEW_MS;
    let permit = first;
    while (permit.kind === "busy" && !signal.aborted && performance.now() < deadlineMs) {
      await pause(Math.min(permit.waitMs, RENEW_MS), undefined, { signal }).catch(() => undefined);
      permit = await this.begin();
    }
    return permit;
  }

  /**
   * Whether the order may still be pushed, asked right before a call. A process that slept sees by its own clocks that
   * its lease is not fresh any more (by the wall clock, where the whole machine slept), and asks.
   */
  async holds(): Promise<boolean> {
    const { steadyMs, wallMs } = now();
    const isFresh = steadyMs - this.#given.steadyMs < FRESH_MS && Math.abs(wallMs - this.#given.wallMs) < FRESH_MS;
    return isFresh || this.#renew();
  }

  /** Renews it until told to stop. A renewal that fails shows where it matters: right before the call. */
  keep(): { readonly stop: () => void } {
    const renewal = setInterval(() => void this.#renew().catch(() => undefined), RENEW_MS);
    return { stop: () => clearInterval(renewal) };
  }

  /** `hadNoEffect`: this attempt surely left nothing behind. */
  async release(hadNoEffect: boolean): Promise<void> {
    await this.#orders.releasePush(this.#order.outerNo, this.#owner, hadNoEffect);
  }

  async #renew(): Promise<boolean> {
    const asked = now();
    const isOurs = await this.#orders.renewPush(this.#order.outerNo, this.#owner, LEASE_MS);
    if (isOurs) this.#given = asked;
    return isOurs;
  }
}

function now(): { readonly steadyMs: number; readonly wallMs: number } {
  return { steadyMs: performance.now(), wallMs: Date.now() };
}
