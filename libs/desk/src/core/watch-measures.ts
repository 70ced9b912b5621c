import { sample, type Sample } from "@billferry/metrics/definitions";

interface KeptReport {
  readonly scheme: string;
  readonly madeAtMs: number;
  readonly differences: Readonly<Record<string, number>>;
}

/** Of the watch: its last sign of life, and what the last daily reconciliation of each scheme came to. */
export function measuresOfWatch(seen: {
  readonly schemes: readonly string[];
  /** Null where nobody has ever watched. */
  readonly heartbeatMs: number | null;
  /** The newest day first. */
  readonly reports: readonly KeptReport[];
}): readonly Sample[] {
  return [
    sample("watcher_heartbeat_timestamp_seconds", {}, (seen.heartbeatMs ?? 0) / 1_000),
    ...seen.schemes.flatMap((scheme) => {
      const last = seen.reports.find((report) => report.scheme === scheme);
      return [
        sample("last_reconcile_timestamp_seconds", { scheme }, (last?.madeAtMs ?? 0) / 1_000),
        ...Object.entries(last?.differences ?? {}).map(([kind, count]) =>
          sample("reconcile_differences", { scheme, kind }, count),
        ),
      ];
    }),
  ];
}
