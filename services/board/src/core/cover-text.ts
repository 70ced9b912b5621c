/** A mobile number, also with its country's code or apart by blanks and strokes. */
const MOBILE = /(?<![0-9A-Za-z])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![0-9A-Za-z])/g;
const LANDLINE = /(?<![0-9A-Za-z-])0\d{2,3}-\d{7,8}(?![0-9A-Za-z])/g;
const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
/** A citizen's number. */
const IDENTITY = /(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])/g;

/** Free text as a viewer may read it: what reaches a person is covered, numbers of bills and codes are not. */
export function coverText(text: string): string {
  return [IDENTITY, MOBILE, LANDLINE, MAIL].reduce((covered, pattern) => covered.replaceAll(pattern, "***"), text);
}
