import type { BillRef, Ledger } from "@billferry/ledger";

import { bill } from "./setup.ts";

const LEASE_MS = 60_000;
export const NUMBER = "XS1";
export const KEY = keyOf(NUMBER);

/** What Kingdee holds of one of two bills that ask for the same key. */
export interface Twin {
  readonly billId: string;
  isThere: boolean;
  number: string;
  content: string;
}

interface Job {
  readonly billId: string;
  readonly number: string;
  readonly contentHash: string;
  readonly revision: number;
}

interface PushJob extends Job {
  readonly outerNo: string;
}

interface Attempt extends PushJob {
  readonly owner: string;
}

/**
 * Kingdee, Wangdiantong, the queues and the services in miniature, around the real ledger: each act is what one service
 * does in one step, so that any order of acts is an order in which they may really come.
 */
export class TwinWorld {
  readonly twins: readonly [Twin, Twin];
  /** What Wangdiantong holds, by key. */
  readonly documents = new Map<string, string>();
  readonly transformJobs: Job[] = [];
  readonly pushJobs: PushJob[] = [];
  readonly #inFlight: Attempt[] = [];
  readonly #ledger: Ledger;
  #attempts = 0;

  constructor(ledger: Ledger, twins: readonly [Twin, Twin]) {
    this.#ledger = ledger;
    this.twins = twins;
  }

  /** What may happen, by name; each is given a number to choose by. */
  readonly acts: Readonly<Record<string, (pick: number) => Promise<void>>> = {
    read: async (pick) => this.read(this.twins[pick % 2] as Twin),
    standing: async (pick) => this.askStanding(this.twins[pick % 2] as Twin),
    transform: async (pick) => this.transform(pick),
    begin: async (pick) => this.begin(pick),
    effect: async (pick) => this.land(pick, "answered"),
    lost: async (pick) => this.land(pick, "lost"),
    cut: async (pick) => this.land(pick, "cut"),
    clean: async (pick) => {
      const queue = pick % 2 === 0 ? this.transformJobs : this.pushJobs;
      queue.splice(pick % Math.max(1, queue.length), 1);
    },
    anew: async () => this.makeAnew(),
    look: async () => this.look(),
    /** All goes well for one bill. */
    flow: async (pick) => {
      await this.read(this.twins[pick % 2] as Twin);
      await this.transform(0);
      await this.begin(0);
      await this.land(0, "answered");
    },
  };

  /** Everything that goes by itself, until nothing is left to do. */
  async settle(): Promise<void> {
    for (let round = 0; round < 12; round += 1) {
      if (round > 1 && (await this.#isQuiet())) return;
      for (const twin of this.twins) {
        await this.read(twin);
        await this.askStanding(twin);
      }
      await this.#revive();
      await this.makeAnew();
      while (this.transformJobs.length > 0) await this.transform(0);
      while (this.#inFlight.length > 0) await this.land(0, "answered");
      for (let left = this.pushJobs.length; left > 0; left -= 1) {
        await this.begin(0);
        while (this.#inFlight.length > 0) await this.land(0, "answered");
      }
      await this.look();
    }
  }

  async read(twin: Twin): Promise<void> {
    if (!twin.isThere) return;
    const known = (await this.#ledger.bills.known([twin.billId])).get(twin.billId);
    const isKnown = known?.contentHash === twin.content && known.state !== "withdrawn";
    if (isKnown && known.state !== "read") return;
    const revision = isKnown ? known.revision : (known?.revision ?? 0) + 1;
    const job = { billId: twin.billId, number: twin.number, contentHash: twin.content, revision };
    this.#enqueue(job);
    await this.#ledger.bills.recordRead([this.#ref(job)]);
  }

  async askStanding(twin: Twin): Promise<void> {
    const known = (await this.#ledger.bills.known([twin.billId])).get(twin.billId);
    if (twin.isThere || known === undefined || known.state === "withdrawn") return;
    await this.#ledger.bills.recordWithdrawn({ billId: twin.billId, contentHash: known.contentHash }, "deleted");
  }

  async transform(pick: number): Promise<void> {
    const [job] = this.transformJobs.splice(pick % Math.max(1, this.transformJobs.length), 1);
    if (job === undefined) return;
    const key = keyOf(job.number);
    const outerNo = (await this.#ledger.bills.hasOwnKeys(job.billId)) ? `${key}-F${job.billId}` : key;
    const planned = await this.#ledger.bills.recordOrders(this.#ref(job), [
      { outerNo, contentHash: orderOf(job.contentHash) },
    ]);
    if (planned?.some(({ verdict }) => verdict === "contested")) {
      await this.#ledger.bills.recordHeld(this.#ref(job), { code: "BILL_KEY_TAKEN", text: "[BILL_KEY_TAKEN]" });
      return;
    }
    for (const { verdict, revision } of planned ?? []) {
      const push = { ...job, outerNo, contentHash: orderOf(job.contentHash), revision };
      if (verdict !== "already-delivered" && !this.pushJobs.some((each) => sameJob(each, push)))
        this.pushJobs.push(push);
    }
  }

  /** A worker takes a job; what is not to be pushed ends it. */
  async begin(pick: number): Promise<void> {
    const [job] = this.pushJobs.splice(pick % Math.max(1, this.pushJobs.length), 1);
    if (job === undefined) return;
    this.#attempts += 1;
    const owner = `worker-${this.#attempts}`;
    const permit = await this.#ledger.orders.beginPush(job, owner, LEASE_MS);
    if (permit.kind === "go") this.#inFlight.push({ ...job, owner });
    else if (permit.kind === "busy") this.pushJobs.push(job);
    else if (permit.kind === "verify") await this.look();
  }

  /** The call of an attempt under way: answered; or made, and its answer lost; or never made. */
  async land(pick: number, how: "answered" | "lost" | "cut"): Promise<void> {
    const [attempt] = this.#inFlight.splice(pick % Math.max(1, this.#inFlight.length), 1);
    if (attempt === undefined) return;
    const { owner, ...job } = attempt;
    if (how === "cut" || !(await this.#ledger.orders.renewPush(job.outerNo, owner, LEASE_MS))) {
      await this.#ledger.orders.releasePush(job.outerNo, owner);
      this.pushJobs.push(job);
      return;
    }
    const present = this.documents.get(job.outerNo) ?? job.contentHash;
    this.documents.set(job.outerNo, present);
    if (how === "lost") {
      await this.#ledger.orders.releasePush(job.outerNo, owner);
      this.pushJobs.push(job);
      return;
    }
    const dispute = { code: "WDT_ORDER_DIFFERS", text: "[WDT_ORDER_DIFFERS]" } as const;
    const more = present === job.contentHash ? {} : { dispute };
    await this.#ledger.orders.recordDelivered(job, { stockoutNo: `CK-${job.outerNo}`, proof: "answered", ...more });
  }

  /** Orders in doubt are looked up in Wangdiantong. */
  async look(): Promise<void> {
    for (const { outerNo, billId, doubt, contentHash } of await this.#ledger.doubts.list(9)) {
      if (this.#inFlight.some((attempt) => attempt.outerNo === outerNo)) continue;
      const present = this.documents.get(outerNo);
      const [order, stockoutNo] = [{ outerNo, doubt, contentHash }, `CK-${outerNo}`];
      if (present === undefined) await this.#ledger.doubts.recordLook(order, { kind: "gone" });
      else if (doubt === "presence") await this.#ledger.orders.recordPresent({ outerNo, billId }, stockoutNo);
      else if (present === contentHash) await this.#ledger.doubts.recordLook(order, { kind: "same", stockoutNo });
      else {
        const reason = { code: "WDT_ORDER_DIFFERS", text: "[WDT_ORDER_DIFFERS]" } as const;
        await this.#ledger.doubts.recordLook(order, {
          kind: "wrong",
          stockoutNo,
          reason,
          differences: [],
          restMs: null,
        });
      }
    }
  }

  async makeAnew(): Promise<void> {
    for (const { billId, sinceMs } of await this.#ledger.anew.list(9)) {
      const twin = this.twins.find((each) => each.billId === billId);
      if (twin === undefined) continue;
      if (!twin.isThere) await this.askStanding(twin);
      await this.read(twin);
      const known = (await this.#ledger.bills.known([billId])).get(billId);
      if (twin.isThere && known !== undefined)
        this.#enqueue({ billId, number: twin.number, contentHash: twin.content, revision: known.revision });
      await this.#ledger.anew.done(billId, sinceMs);
    }
  }

  async #isQuiet(): Promise<boolean> {
    const { open, anew } = await this.#ledger.progress.read();
    return open + anew + this.transformJobs.length + this.pushJobs.length === 0;
  }

  /** Unfinished work without a job is set up again, as a sweep does. */
  async #revive(): Promise<void> {
    for (const { billId } of await this.#ledger.openItems.list({ olderThanMs: 0, limit: 9 })) {
      const hasJob = [...this.transformJobs, ...this.pushJobs, ...this.#inFlight].some((job) => job.billId === billId);
      if (!hasJob) await this.#ledger.anew.ask([billId]);
    }
  }

  #enqueue(job: Job): void {
    if (!this.transformJobs.some((each) => sameJob(each, job))) this.transformJobs.push(job);
  }

  #ref(job: Job): BillRef {
    return bill(job.contentHash, { billId: job.billId, billNo: job.number, revision: job.revision });
  }
}

/** The key of a bill's one order. */
export function keyOf(number: string): string {
  return `${number}-CK1`;
}

/** Bills with the same content give the same order, whatever their ids. */
export function orderOf(content: string): string {
  return `order-${content}`;
}

function sameJob(one: Job, other: Job): boolean {
  return one.billId === other.billId && one.contentHash === other.contentHash && one.revision === other.revision;
}
