import { INSTALLATION_PREFIX, schemePrefix, SHIPPED_SCHEME } from "@billferry/contracts";

/** The place of a key of version 2 in version 3. */
export type NewPlace =
  | { readonly of: string; readonly part: "ledger" | "queues"; readonly key: string }
  /** An account's, which schemes may share. */
  | { readonly of: null; readonly key: string };

const QUEUE = /^(?:extract|sweep|transform|load)(?:-(.+))?$/;

/**
 * Where a key of version 2 belongs (ADR 24 has the table); undefined: it is not one, or stays where it is. Locks and
 * turns stay: they end by themselves.
 */
export function newPlaceOf(key: string): NewPlace | undefined {
  if (!key.startsWith(INSTALLATION_PREFIX)) return undefined;
  const [kind = "", first = "", ...rest] = key.slice(INSTALLATION_PREFIX.length).split(":");
  if (kind === "L") return { of: first, part: "ledger", key: [`${schemePrefix(first)}L`, ...rest].join(":") };
  if (kind !== "") return undefined;
  const queue = QUEUE.exec(first === "suspects" ? (rest[0] ?? "") : first);
  if (queue !== null) return inQueues(queue[1] ?? SHIPPED_SCHEME, [first, ...rest]);
  const [name = "", ...more] = rest;
  if (first === "pauses") return inQueues(name, [first, ...more]);
  return first === "gate" ? { of: null, key: [`{billferry:gate:${name}}`, ...more].join(":") } : undefined;
}

function inQueues(scheme: string, parts: readonly string[]): NewPlace {
  return { of: scheme, part: "queues", key: [schemePrefix(scheme), ...parts].join(":") };
}
