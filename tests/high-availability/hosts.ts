import { randomInt } from "node:crypto";

import { execa } from "execa";

/** A host of its own as far as the network goes: a namespace with a cable to the test's own side. */
interface Host {
  /** What to put before a command for it to run there. */
  readonly prefix: readonly string[];
  /** Pulls the cable: nothing passes, and nobody is told. */
  readonly unplug: () => Promise<void>;
  readonly plug: () => Promise<void>;
}

export interface Network {
  /** The test's own address, which all hosts reach. */
  readonly address: string;
  readonly hosts: readonly Host[];
  readonly stop: () => Promise<void>;
}

/** So many hosts at one switch; why not, where this machine does not permit it. */
export async function startNetwork(count: number): Promise<Network | string> {
  const id = randomInt(1_000, 10_000);
  const subnet = `10.${randomInt(64, 128)}.${randomInt(256)}`;
  const bridge = `bf${id}`;
  const names = Array.from({ length: count }, (_, index) => `${bridge}h${index}`);
  const stop = async (): Promise<void> => {
    for (const name of names) await execa("ip", ["netns", "del", name], { reject: false });
    await execa("ip", ["link", "del", bridge], { reject: false });
  };
  try {
    await ip(`link add ${bridge} type bridge`);
    await ip(`addr add ${subnet}.1/24 dev ${bridge}`);
    await ip(`link set ${bridge} up`);
    const hosts = [];
    for (const [index, name] of names.entries()) hosts.push(await addHost(name, bridge, `${subnet}.${index + 2}/24`));
    return { address: `${subnet}.1`, hosts, stop };
  } catch (error) {
    await stop();
    return error instanceof Error ? error.message : String(error);
  }
}

async function addHost(name: string, bridge: string, address: string): Promise<Host> {
  await ip(`netns add ${name}`);
  await ip(`link add ${name} type veth peer name eth0 netns ${name}`);
  await ip(`link set ${name} master ${bridge}`);
  await ip(`link set ${name} up`);
  await ip(`-n ${name} addr add ${address} dev eth0`);
  for (const device of ["lo", "eth0"]) await ip(`-n ${name} link set ${device} up`);
  return {
    prefix: ["ip", "netns", "exec", name],
    unplug: async () => ip(`link set ${name} down`),
    plug: async () => ip(`link set ${name} up`),
  };
}

async function ip(command: string): Promise<void> {
  await execa("ip", command.split(" "), { stdin: "ignore" });
}
