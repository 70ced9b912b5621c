import type { RunningService } from "./service.ts";

/** Tells when the items have changed; each call gives all of them, in the order of the first. */
export interface Follow<Item> {
  (onChange: (items: readonly Item[]) => void): {
    /** Why a change is not taken up, one line each. */
    problems(): readonly string[];
    stop(): void;
  };
}

const RETRY_MS = 5_000;

/**
 * Starts a part for each item, all at once, as one service. Where one cannot start, those that did are stopped again
 * and its error is thrown. With `follow`, the part of an item that has changed is stopped and started anew with it, the
 * others run on; one that does not start is tried again.
 */
export async function startForEach<Item>(
  items: readonly Item[],
  start: (item: Item) => Promise<RunningService>,
  follow?: Follow<Item>,
): Promise<RunningService> {
  const results = await Promise.allSettled(items.map(async (item) => Part.start(item, start)));
  const parts = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const failed = results.find((result) => result.status === "rejected");
  if (failed !== undefined) {
    await Promise.all(parts.map(async (part) => part.stop()));
    throw failed.reason;
  }
  const following = follow?.((changed) => {
    for (const [index, part] of parts.entries()) part.become(changed[index]);
  });
  return {
    readiness: async () => [
      ...(following?.problems() ?? []),
      ...(await Promise.all(parts.map(async (part) => part.readiness()))).flat(),
    ],
    stop: async () => {
      following?.stop();
      await Promise.all(parts.map(async (part) => part.stop()));
    },
  };
}

/** One item and the service that runs for it. */
class Part<Item> {
  #item: Item;
  #service: RunningService | undefined;
  #problem: string | undefined;
  #work: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  readonly #start: (item: Item) => Promise<RunningService>;

  private constructor(item: Item, service: RunningService, start: (item: Item) => Promise<RunningService>) {
    this.#item = item;
    this.#service = service;
    this.#start = start;
  }

  static async start<Item>(item: Item, start: (item: Item) => Promise<RunningService>): Promise<Part<Item>> {
    return new Part(item, await start(item), start);
  }

  become(item: Item | undefined): void {
    if (item === undefined || item === this.#item) return;
    this.#item = item;
    this.#work = this.#work.then(async () => this.#restart(item));
  }

  async readiness(): Promise<readonly string[]> {
    return [...(this.#problem === undefined ? [] : [this.#problem]), ...((await this.#service?.readiness?.()) ?? [])];
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#work;
    await this.#service?.stop();
  }

  async #restart(item: Item): Promise<void> {
    // A newer item has replaced it, or the service is stopping.
    if (this.#isStopped || item !== this.#item) return;
    try {
      const before = this.#service;
      this.#service = undefined;
      await before?.stop();
      this.#service = await this.#start(item);
      this.#problem = undefined;
    } catch (error) {
      this.#problem = `修改后的方案未能启用,稍后再试:${error instanceof Error ? error.message : String(error)}`;
      this.#timer = setTimeout(() => (this.#work = this.#work.then(async () => this.#restart(item))), RETRY_MS);
    }
  }
}
