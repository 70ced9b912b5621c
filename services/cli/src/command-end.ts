/** Exit codes of every command: scripts rely on them. */
export const EXIT = {
  good: 0,
  /** Something was found: missing, duplicated, held, not moving. */
  found: 1,
  usage: 2,
  unreachable: 3,
  /** Ended by Ctrl+C. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends the command with a code and one plain message on standard error. */
export class CommandEnd extends Error {
  override readonly name = "CommandEnd";
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
