import type { Told } from "@billferry/contracts";

export type { Logger } from "pino";

declare module "pino" {
  interface LogFn {
    /** A line for people in both languages; a service's logger says it in the language of the installation. */
    (facts: object, text: Told, ...values: readonly unknown[]): void;
  }
}
