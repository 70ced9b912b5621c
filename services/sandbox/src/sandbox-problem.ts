/** What starting again does not mend: settings, forms or books at fault. The message is for people. */
export class SandboxProblem extends Error {
  override readonly name = "SandboxProblem";
}
