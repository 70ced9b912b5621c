import type { WorldSetup } from "./world-setup.ts";
import type { World } from "./world.ts";

/** What a fault is called, and what must hold under it; numbers are those of the list of faults in docs/proof.md. */
interface Titles {
  readonly number: number;
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  readonly holds: string;
}

/** One fault, injected for real into real processes. */
export interface Scenario extends Titles {
  /** Part of the short form that `npm test` runs. */
  readonly isShort?: true;
  readonly setup?: WorldSetup;
  /** Injects the fault and heals it; the judge is asked afterwards, when nothing is left to do. */
  act(world: World): Promise<void>;
}

/** A fault that this machine cannot bring about honestly. */
export interface NotInjectable extends Titles {
  readonly reason: string;
}
