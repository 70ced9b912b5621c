/** The scheme that comes with the product. Its queues bear the plain names of their stages. */
export const SHIPPED_SCHEME = "sal-outstock";

/** `load`, or `load-<scheme>` for any scheme but the shipped one. */
export function toQueueName({ stage, scheme }: { readonly stage: string; readonly scheme: string }): string {
  return scheme === SHIPPED_SCHEME ? stage : `${stage}-${scheme}`;
}
