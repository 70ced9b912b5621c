import { distance } from "fastest-levenshtein";

import { baseOf } from "./business-info.ts";

/** All are known, or one is not: the server names only the first, or its part before the dot [kingdee 3.3]. */
export type KeysAnswer = { readonly kind: "known" } | { readonly kind: "unknown"; readonly named: string | undefined };

/**
 * Finds every key that a form does not know, though each query tells of one at most: yields the keys to ask for, takes
 * the answer, and returns all unknown ones in the order of `keys`. `suspects` are asked apart from the others. What the
 * server names is a hint and is asked again alone, so that a wrong hint costs a call and no mistake.
 */
export function* searchUnknownKeys(
  keys: readonly string[],
  suspects: ReadonlySet<string> = new Set(),
): Generator<readonly string[], readonly string[], KeysAnswer> {
  const unknown = new Set(yield* searchAmong(keys, (key) => suspects.has(key)));
  return keys.filter((key) => unknown.has(key));
}

function* searchAmong(
  keys: readonly string[],
  isSuspect: (key: string) => boolean,
): Generator<readonly string[], readonly string[], KeysAnswer> {
  if (keys.length === 0) return [];
  const answer = yield keys;
  if (answer.kind === "known") return [];
  if (keys.length === 1) return keys;
  const { named } = answer;
  const isNamed = (key: string): boolean => named !== undefined && isMeant(key, named);
  const [left, right] = divide(keys, isSuspect) ?? divide(keys, isNamed) ?? halve(keys);
  return [...(yield* searchAmong(left, none)), ...(yield* searchAmong(right, none))];
}

const none = (): boolean => false;

function isMeant(key: string, named: string): boolean {
  const wanted = named.toLowerCase();
  return key.toLowerCase() === wanted || baseOf(key) === wanted;
}

type Parts = readonly [readonly string[], readonly string[]];

/** Undefined where it would leave one part empty. */
function divide(keys: readonly string[], isLeft: (key: string) => boolean): Parts | undefined {
  const left = keys.filter(isLeft);
  return left.length === 0 || left.length === keys.length ? undefined : [left, keys.filter((key) => !isLeft(key))];
}

function halve(keys: readonly string[]): Parts {
  const middle = Math.ceil(keys.length / 2);
  return [keys.slice(0, middle), keys.slice(middle)];
}

/** The known key most likely meant, with the property behind the dot; undefined where none is near. */
export function nearestKey(key: string, known: readonly string[]): string | undefined {
  const base = baseOf(key);
  const [, property] = key.split(".");
  const most = Math.max(1, Math.floor(base.length / 3));
  const near = known
    .map((each) => ({ each, steps: distance(base, baseOf(each)) }))
    .filter(({ each, steps }) => steps <= most && each.toLowerCase() !== key.toLowerCase())
    .toSorted((a, b) => a.steps - b.steps)[0];
  if (near === undefined) return undefined;
  return property === undefined || near.each.includes(".") ? near.each : `${near.each}.${property}`;
}
