/** A number or code as a person reads it: without blanks around it, in capitals, full-width letters made ordinary. */
export function fold(number: string): string {
  return number.normalize("NFKC").trim().toUpperCase();
}
