interface Place {
  readonly place: string;
  readonly value: string;
}

/** What is covered for the reader: left alone it stays as it is. */
export const COVER = "***";

/** Of what was typed, that which differs from what the order says; the rest is no change. */
export function changesOf(places: readonly Place[], typed: ReadonlyMap<string, string>): Place[] {
  return places.flatMap(({ place, value }) => {
    const wanted = typed.get(place) ?? value;
    return wanted === value ? [] : [{ place, value: wanted.trim() }];
  });
}
