import type { WorkTold } from "@billferry/contracts";
import type { RedisConnection } from "@billferry/redis";
import type { Scheme } from "@billferry/scheme";
import type { KingdeeAccess, WangdiantongAccess } from "@billferry/vendor-access";

export interface BothEnds {
  readonly redis: RedisConnection;
  readonly kingdee: KingdeeAccess;
  readonly wangdiantong: WangdiantongAccess;
  /** `findSiblings` of the scheme among those that run. */
  readonly siblings: readonly Scheme[];
}

export interface ReconcileOptions {
  /** Approve time, half-open. */
  readonly span: { readonly fromMs: number; readonly toMs: number };
  readonly signal: AbortSignal;
  /** One line for whoever waits. */
  readonly onProgress: (told: WorkTold) => void;
}
