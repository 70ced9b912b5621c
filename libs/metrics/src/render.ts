import { fullName, METRICS, type MetricName, type Sample } from "./core/definitions.ts";
import type { ShownLine, Tally } from "./core/tally.ts";

/** What one service shows. */
export interface Shown {
  readonly tally: Tally;
  readonly samples: readonly Sample[];
}

let client: ReturnType<typeof load> | undefined;

/**
 * All that is measured, in the text form of Prometheus. Its client is loaded when somebody asks for the first time: it
 * would be a quarter of an idle service's memory, and most installations have no Prometheus. From then on the process'
 * own figures (event loop, memory, garbage, descriptors) are measured as well.
 */
export async function renderMetrics(shown: Shown): Promise<{ readonly contentType: string; readonly text: string }> {
  const { library, registry } = await (client ??= load());
  const ours = new library.Registry();
  for (const name of Object.keys(METRICS) as MetricName[]) {
    const values = linesOf(name, shown).map(({ suffix, labels, value }) => ({
      metricName: `${fullName(name)}${suffix}`,
      labels,
      value,
    }));
    const { type, zh, en } = METRICS[name];
    if (values.length === 0) continue;
    const metric = { name: fullName(name), help: `${en} · ${zh}`, type, aggregator: "sum", values };
    // The client's own classes count for themselves; of its registry only the form is taken.
    ours.registerMetric({ name: metric.name, get: async () => Promise.resolve(metric) } as never);
  }
  return { contentType: registry.contentType, text: `${await ours.metrics()}\n${await registry.metrics()}` };
}

async function load() {
  const library = await import("@prometheus-io/client");
  const registry = new library.Registry();
  library.collectDefaultMetrics({ register: registry });
  return { library, registry };
}

function linesOf(name: MetricName, { tally, samples }: Shown): readonly ShownLine[] {
  if (METRICS[name].type !== "gauge") return tally.linesOf(name as never);
  return samples.filter((each) => each.name === name).map(({ labels, value }) => ({ suffix: "", labels, value }));
}
