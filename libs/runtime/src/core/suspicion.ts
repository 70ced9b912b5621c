/**
 * Which job killed its worker? All that were active die together, so nobody can tell at first: each of them is a
 * suspect from then on and runs alone, where its death can only be its own doing.
 */
export type Suspicion =
  | "none" /* runs beside others */
  | "suspect" /* runs alone */
  | "proved"; /* does not run again before a person has looked */

/** Once among others, then twice alone: no innocent job is ever counted as poison. */
export const MOST_DEATHS = 3;

/** `stalls`: how often active when its worker died, in whatever company; `deathsAlone`: with nobody else running. */
export function suspicionOf({ stalls, deathsAlone }: { stalls: number; deathsAlone: number }): Suspicion {
  if (stalls === 0) return "none";
  return deathsAlone >= MOST_DEATHS - 1 ? "proved" : "suspect";
}
