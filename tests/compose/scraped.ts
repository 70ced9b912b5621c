import got from "got";

import { until } from "./commands.ts";

/** All services that a Prometheus scrapes here; each replica is one. */
const SCRAPED = ["extractor", "transformer", "loader", "clerk", "board", "watcher"] as const;

type Counts = Readonly<Record<(typeof SCRAPED)[number] | "orders", number>>;

/**
 * The Prometheus of the profile `observability` sees each replica, tells of the orders what the sandbox's books tell,
 * and evaluates the rules. Throws where it does not.
 */
export async function assertScraped(port: number, counts: Counts): Promise<void> {
  const ask = async <Answer>(path: string): Promise<Answer> => {
    const { data } = await got(`http://127.0.0.1:${port}/api/v1/${path}`).json<{ data: Answer }>();
    return data;
  };
  const query = async (expr: string): Promise<number> => {
    const { result } = await ask<{ result: readonly { readonly value: readonly [number, string] }[] }>(
      `query?${new URLSearchParams({ query: expr }).toString()}`,
    );
    return Number(result[0]?.value[1] ?? 0);
  };
  for (const service of SCRAPED)
    await until(`Prometheus sees ${counts[service]} of ${service}`, 120_000, async () => {
      return (await query(`count(up{job="billferry",service="${service}"} == 1)`)) === counts[service];
    });
  await until("Prometheus counts the delivered orders as the sandbox does", 120_000, async () => {
    return (await query('max(sum by (instance) (billferry_orders{state="delivered"}))')) === counts.orders;
  });
  const { groups } = await ask<{ groups: readonly { readonly rules: readonly Rule[] }[] }>("rules");
  const rules = groups.flatMap((group) => group.rules);
  const ill = rules.filter(({ health }) => health !== "ok");
  if (rules.length === 0 || ill.length > 0) throw new Error(`rules: ${JSON.stringify(ill)}`);
  console.log(`Prometheus sees each replica, ${counts.orders} delivered orders, and evaluates ${rules.length} rules`);
}

interface Rule {
  readonly name: string;
  readonly health: string;
}
