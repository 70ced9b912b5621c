import type { Scheme } from "./scheme.ts";

/** Other running schemes that read the same form of the same Kingdee account and push by the same interface to the same
 *  Wangdiantong account: their orders stand among its own, and their bills have its bills' numbers. */
export function findSiblings(scheme: Scheme, running: readonly Scheme[]): readonly Scheme[] {
  const place = placeOf(scheme);
  return running.filter((each) => each.definition.name !== scheme.definition.name && placeOf(each) === place);
}

/** Each with its siblings: who has to be started anew where one of them changes. */
export function withSiblings(
  running: readonly Scheme[],
): readonly { readonly scheme: Scheme; readonly siblings: readonly Scheme[] }[] {
  return running.map((scheme) => ({ scheme, siblings: findSiblings(scheme, running) }));
}

function placeOf({ definition: { accounts, source, target } }: Scheme): string {
  return JSON.stringify([accounts.kingdee, source.form, accounts.wangdiantong, target.interface]);
}
