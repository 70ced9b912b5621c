/**
 * Loaded before a service (`node --import`): its clock jumps by PROOF_CLOCK_JUMP_MS once PROOF_CLOCK_JUMP_AFTER_MS have
 * passed, as when somebody sets the machine's clock. What counts with the monotonic clock is not touched, as in life.
 */
const jumpMs = Number(process.env["PROOF_CLOCK_JUMP_MS"] ?? "0");
const afterMs = Number(process.env["PROOF_CLOCK_JUMP_AFTER_MS"] ?? "0");
const RealDate = Date;

function shiftedNow(): number {
  return RealDate.now() + (performance.now() >= afterMs ? jumpMs : 0);
}

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: unknown[], newTarget) =>
    Reflect.construct(target, args.length === 0 ? [shiftedNow()] : args, newTarget) as Date,
  apply: () => new RealDate(shiftedNow()).toString(),
  get: (target, key, receiver) => (key === "now" ? shiftedNow : (Reflect.get(target, key, receiver) as unknown)),
});
