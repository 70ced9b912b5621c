import { once } from "node:events";
import { connect } from "node:tls";

import type { WatchFacts } from "@billferry/alerts";
import type { Environment } from "@billferry/settings";

type Certificates = WatchFacts["certificates"];

const EVERY_MS = 6 * 3_600_000;
const DEADLINE_MS = 10_000;

/** Looks at the certificates of all addresses that are called by TLS, four times a day. */
export class CertificateReader {
  readonly #urls: readonly URL[];
  #known: Certificates = [];
  #nextAt = 0;

  constructor(addresses: readonly string[]) {
    const urls = addresses.filter((each) => URL.canParse(each)).map((each) => new URL(each));
    this.#urls = urls.filter(({ protocol }) => protocol === "https:" || protocol === "rediss:");
  }

  /** What is known; begins a new look in the background where it is time for one. */
  read(): Certificates {
    if (this.#urls.length > 0 && performance.now() >= this.#nextAt) {
      this.#nextAt = performance.now() + EVERY_MS;
      void Promise.all(this.#urls.map(readCertificate)).then((found) => (this.#known = found.flat()));
    }
    return this.#known;
  }
}

/** The addresses of both vendors, of every account, and of the console. */
export function addressesIn(env: Environment): readonly string[] {
  const names = Object.keys(env).filter((name) => /^((KINGDEE|WDT)_([A-Z0-9]+_)?|CONSOLE_|REDIS_)URL$/.test(name));
  return [...new Set(names.flatMap((name) => env[name] || []))];
}

/** Who cannot be reached is told by those who need it. */
async function readCertificate({ hostname, port, protocol }: URL): Promise<Certificates> {
  const wanted = Number(port || (protocol === "rediss:" ? 6379 : 443));
  // An expired one is to be read as well.
  const socket = connect({ host: hostname, port: wanted, servername: hostname, rejectUnauthorized: false });
  try {
    await once(socket, "secureConnect", { signal: AbortSignal.timeout(DEADLINE_MS) });
    const validToMs = Date.parse(socket.getPeerCertificate().valid_to);
    return Number.isNaN(validToMs) ? [] : [{ host: hostname, validToMs }];
  } catch {
    return [];
  } finally {
    socket.destroy();
  }
}
