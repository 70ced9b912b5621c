import type { CallMoment, WatchedCall } from "@billferry/sandbox";

type Watcher = (moment: CallMoment, call: WatchedCall) => Promise<"lost" | void> | "lost" | void;

/** Hears of every call that reaches a stand-in, before and after its effect; each may be held there or lost. */
export class CallDesk {
  readonly #watchers = new Set<Watcher>();

  /** Returns how to stop watching. */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  async tell(moment: CallMoment, call: WatchedCall): Promise<"lost" | void> {
    for (const watcher of this.#watchers) if ((await watcher(moment, call)) === "lost") return "lost";
    return undefined;
  }
}

export function isPush(call: WatchedCall): boolean {
  return call.service === "stockout_order_push";
}

export function isBillQuery(call: WatchedCall): boolean {
  return call.service.toLowerCase() === "executebillquery";
}

/** The order that a push speaks of. */
export function outerNoOf(call: WatchedCall): string | undefined {
  const info = new URLSearchParams(call.body).get("stockout_info");
  return info === null ? undefined : /"outer_no":"([^"]+)"/.exec(info)?.[1];
}
