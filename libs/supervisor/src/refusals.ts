/** What was asked for cannot be started, or cannot go on: one plain message with what to do. */
export class StartRefused extends Error {
  override readonly name = "StartRefused";
}

/** Somebody asked for the end, and that is what came. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  override readonly message = "已中断";
}
