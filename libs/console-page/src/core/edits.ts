import { COVER } from "@billferry/contracts/cover";

interface Place {
  readonly place: string;
  readonly value: string;
}

/** Of what was typed, or changed before, that which differs from what the order says; a cover of a change stays one. */
export function changesOf(
  places: readonly Place[],
  typed: ReadonlyMap<string, string>,
  former: ReadonlyMap<string, string>,
): Place[] {
  const original = new Map(places.map(({ place, value }) => [place, value]));
  return [...typed].flatMap(([place, value]) => {
    const isKept = value === COVER && former.get(place) === COVER;
    return value === original.get(place) && !isKept ? [] : [{ place, value: value.trim() }];
  });
}
