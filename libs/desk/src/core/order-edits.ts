import { COVER, type OrderChange, type OrderEdit } from "@billferry/contracts";

/** What was changed, without what the reader may not see; that it is empty tells nothing. */
export function coverChanges<Change extends OrderChange>(
  changes: readonly Change[],
  covered: ReadonlySet<string>,
): readonly Change[] {
  return changes.map((each) => (covered.has(each.place) && each.value !== "" ? { ...each, value: COVER } : each));
}

/** As they are meant by somebody who was shown a cover and has left it: what stood there stays. */
export function uncoverChanges(
  changes: readonly OrderChange[],
  { former, covered }: { readonly former: OrderEdit | undefined; readonly covered: ReadonlySet<string> },
): readonly OrderChange[] {
  return changes.flatMap((each) => {
    if (each.value !== COVER || !covered.has(each.place)) return [each];
    return former?.changes.filter(({ place }) => place === each.place) ?? [];
  });
}

/** Names what somebody saw: the content, and what had been changed of it by then. */
export function editVersion(contentHash: string, present: OrderEdit | undefined): string {
  return `${contentHash}.${present?.atMs ?? 0}`;
}
