/** One metric: `by` says who measures it, each service of its own work or one of them for the whole installation. */
export interface Definition {
  readonly type: "counter" | "gauge" | "histogram";
  readonly labels: readonly string[];
  /** In seconds; of a histogram alone. */
  readonly buckets?: readonly number[];
  readonly by: "stage" | "loader" | "watcher" | "every-service" | "ledger";
  readonly zh: string;
  readonly en: string;
}
