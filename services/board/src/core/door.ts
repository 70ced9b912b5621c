import { Problem } from "./problems.ts";

/** What is known of a request before its sender signs in. */
export interface Visitor {
  readonly method: string;
  /** The `Host` header: the name under which the browser has reached the board. */
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`, which a page cannot set itself. */
  readonly site: string | undefined;
}

const HOST = /^(\[[0-9a-f:.]+\]|[^:/?#@\s]+)(?::\d{1,5})?$/i;
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;
const READS: ReadonlySet<string> = new Set(["GET", "HEAD"]);

/**
 * Why a request is turned away; undefined where it may pass. `names` are the published ones, besides those of
 * this machine. A page of another site can make its own name lead here (DNS rebinding), so that to the browser both are
 * one site: only the name tells. An address in figures is no name, and cannot be made to lead elsewhere.
 */
export function turnAway(caller: Visitor, names: ReadonlySet<string>): Problem | undefined {
  const name = personName(caller.host);
  if (name === undefined || !(isOfThisMachine(name) || names.has(name)))
    return new Problem("HOST_REFUSED", { name: name?.slice(0, 100) ?? "" });
  return READS.has(caller.method) || isOwnPage(caller, names) ? undefined : new Problem("FOREIGN_SITE");
}

/** Programs that are no browser send neither of the two headers. */
function isOwnPage({ host, origin, site }: Visitor, names: ReadonlySet<string>): boolean {
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  if (origin === undefined) return true;
  const from = /^https?:\/\/(.+)$/i.exec(origin)?.[1]?.toLowerCase();
  if (from === undefined) return false;
  // A proxy may have changed the host on the way; a published name is ours whatever its port.
  return from === host?.toLowerCase() || names.has(personName(from) ?? "");
}

function isOfThisMachine(name: string): boolean {
  return name === "localhost" || name.endsWith(".localhost") || IPV4.test(name) || name.startsWith("[");
}

function personName(host: string | undefined): string | undefined {
  return HOST.exec(host ?? "")?.[1]
    ?.toLowerCase()
    .replace(/\.$/, "");
}

/** "a.example.com, b" as a set of names; a port is left out. */
export function toNames(text: string): ReadonlySet<string> {
  return new Set(text.split(",").flatMap((each) => personName(each.trim()) ?? []));
}

/** Whether a server that listens there is reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}
