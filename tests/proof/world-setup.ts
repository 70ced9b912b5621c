import type { SettingsPatch } from "@billferry/sandbox";

import type { Environment, ServiceName } from "./replica.ts";

/** What differs from the ordinary run. */
export interface WorldSetup {
  /** How many bills, from the number asked for; default: that number. */
  readonly bills?: (asked: number) => number;
  readonly unknownSkus?: number;
  /** Approve times of the generated bills: their stretch, and how long ago it ends. */
  readonly spreadMs?: number;
  readonly endsAgoMs?: number;
  readonly settings?: SettingsPatch;
  /** Each answer of Wangdiantong's takes this long, so that the fault strikes in the middle of the work. */
  readonly pushMs?: number;
  readonly callsPerMinute?: number;
  readonly environment?: Environment;
  readonly replicas?: Partial<Readonly<Record<ServiceName, number>>>;
  /** The scheme file with changes (a small page, say). */
  readonly scheme?: (text: string) => string;
  /** How long the end may take from the moment the fault is over. */
  readonly limitMs?: number;
}

/** The scheme with pages of so many rows: more pages, more edges. */
export function withPageSize(rows: number): (text: string) => string {
  return (text) => text.replace(/page_size: \d+/, `page_size: ${rows}`);
}
