import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { pipeline } from "node:stream";

import { Gate } from "./gate.ts";
import { TrapList, TrapWatch, type Trap, type TrapOptions } from "./trap.ts";

export interface FaultProxyOptions {
  readonly targetHost: string;
  readonly targetPort: number;
}

/** Which way nothing passes: `answers` lets requests through and loses what comes back. */
type SilentDirection = "both" | "requests" | "answers";

export interface FaultProxy {
  readonly host: string;
  readonly port: number;
  /** Connections that are open now. */
  readonly connectionCount: () => number;
  /** Black hole: connections stay open and are accepted, but nothing passes, not even their end. */
  readonly goSilent: (direction?: SilentDirection) => void;
  /** Resets every connection; new ones are served. */
  readonly cutOnce: () => void;
  /** Resets every connection, and every new one, until `heal`. */
  readonly cut: () => void;
  /** New connections go to this port from now on; open ones stay where they are: a name that a failover moves. */
  readonly leadTo: (targetPort: number) => void;
  /** Each piece of data waits this long before it passes, in either direction. */
  readonly delay: (delayMs: number) => void;
  /** Ends every fault. What was held back by silence is passed on now, as when a network comes back. */
  readonly heal: () => void;
  /**
   * Calls `onHit` when data that matches passes that way, on any connection: the way to end a real process at a named
   * step of its talk. The data is matched as Latin-1, across pieces; a piece may hold more than what matched, and is
   * held whole. An `onHit` that ends a process should wait for its exit: data that was held `before` is dropped if its
   * connection has ended by then, as if it had never been sent.
   */
  readonly trap: (pattern: RegExp, options: TrapOptions, onHit: () => void | Promise<void>) => Trap;
  readonly stop: () => Promise<void>;
}

interface Link {
  readonly client: Socket;
  readonly target: Socket;
  readonly requests: Gate;
  readonly answers: Gate;
}

/**
 * A TCP proxy on 127.0.0.1 that turns a live connection into a broken one on command: the faults that no mock has,
 * above all the connection that is open and silent.
 */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const links = new Set<Link>();
  const traps = new TrapList();
  const target = { ...options };
  const state = { isCut: false, silent: undefined as SilentDirection | undefined, delayMs: 0 };
  const apply = ({ requests, answers }: Link): void => {
    requests.set({ isSilent: state.silent === "both" || state.silent === "requests", delayMs: state.delayMs });
    answers.set({ isSilent: state.silent === "both" || state.silent === "answers", delayMs: state.delayMs });
  };
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    client.on("error", () => {});
    if (state.isCut) return void client.resetAndDestroy();
    const link = openLink(client, target, traps);
    links.add(link);
    link.client.once("close", () => links.delete(link));
    apply(link);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const reset = (): void => links.forEach(resetLink);
  const change = (next: Partial<typeof state>): void => {
    Object.assign(state, next);
    if (state.isCut) reset();
    links.forEach(apply);
  };
  return {
    host: "127.0.0.1",
    port: (server.address() as AddressInfo).port,
    connectionCount: () => links.size,
    goSilent: (direction = "both") => change({ silent: direction }),
    cutOnce: reset,
    cut: () => change({ isCut: true }),
    leadTo: (targetPort) => void Object.assign(target, { targetPort }),
    delay: (delayMs) => change({ delayMs }),
    heal: () => change({ isCut: false, silent: undefined, delayMs: 0 }),
    trap: (pattern, trapOptions, onHit) => traps.add(pattern, trapOptions, onHit),
    stop: async () => {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      reset();
      await closed;
    },
  };
}

function openLink(client: Socket, { targetHost, targetPort }: FaultProxyOptions, traps: TrapList): Link {
  const target = connect({ host: targetHost, port: targetPort, allowHalfOpen: true, noDelay: true });
  let hasEnded = false;
  for (const socket of [client, target])
    for (const event of ["end", "close"]) socket.once(event, () => (hasEnded = true));
  const openGate = (direction: TrapOptions["direction"]): Gate =>
    new Gate(new TrapWatch(traps, direction), () => hasEnded);
  const link: Link = { client, target, requests: openGate("requests"), answers: openGate("answers") };
  // A target that refuses or breaks shows on the client's side as a reset, as it would behind a load balancer.
  const end = (error: Error | null | undefined): void => {
    if (error) resetLink(link);
  };
  pipeline(client, link.requests, target, end);
  pipeline(target, link.answers, client, end);
  return link;
}

function resetLink({ client, target, requests, answers }: Link): void {
  requests.destroy();
  answers.destroy();
  client.resetAndDestroy();
  target.resetAndDestroy();
}
