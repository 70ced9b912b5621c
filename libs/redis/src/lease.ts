import { describeFault, Fault, isFault } from "@billferry/contracts";
import type { Logger } from "./log-words.ts";

import { repeat } from "./repeat.ts";

/** What the ledger answers when an installation asks for it (`Ledger.keeping.takeLease`). */
export interface LeaseAnswer {
  readonly isOurs: boolean;
  /** Who has it, by name, and in which process. */
  readonly installation: string;
  readonly holder: string;
}

export interface KeptLease {
  /** For readiness: a line when another installation has taken over, none while the lease is ours. */
  problems(): readonly string[];
  /** No more renewing; the lease runs out by itself. */
  stop(): void;
}

/**
 * Takes the lease of a ledger for this installation and renews it every `everyMs` (a third of its life is right).
 * Throws a Fault `INSTALLATION_CONFLICT` that names the holder where another installation has it. One that is lost
 * later is not taken back behind the other's back: `onLost` is told once, readiness stays red, and a person decides. A
 * Redis that does not answer is no loss: nobody else can take the lease there either.
 */
export async function keepLease(options: {
  take: () => Promise<LeaseAnswer>;
  everyMs: number;
  log: Logger;
  onLost: (fault: Fault) => void;
}): Promise<KeptLease> {
  const { take, everyMs, log, onLost } = options;
  const takeOurs = async (): Promise<void> => {
    const answer = await take();
    if (!answer.isOurs) throw conflictWith(answer);
  };
  await takeOurs();
  let lost: Fault | undefined;
  const onError = (error: unknown): void => {
    if (isFault(error) && error.code === "INSTALLATION_CONFLICT") {
      lost = error;
      void renewal.stop();
      log.error({ event: "lease.lost", details: error.details }, "台账已被另一套安装接管,本安装停止工作");
      onLost(error);
    } else
      log.warn(
        { event: "lease.unrenewed", error: isFault(error) ? describeFault(error) : String(error) },
        "租约续期未成功,稍后再试",
      );
  };
  const renewal = repeat(takeOurs, { everyMs, onError });
  return { problems: () => (lost ? [describeFault(lost)] : []), stop: () => void renewal.stop() };
}

function conflictWith({ installation, holder }: LeaseAnswer): Fault {
  return new Fault("INSTALLATION_CONFLICT", `台账正由安装 ${installation}(${holder})使用`, {
    details: { installation, holder },
  });
}
