import { chooseLanguage, sayIn, type Language, type Say } from "@billferry/contracts";

/** The language of whoever runs this command; asked for each time, because `.env` is read after the imports. */
export function spokenLanguage(): Language {
  return chooseLanguage({ argv: process.argv.slice(2), env: process.env });
}

/** The one place where a text becomes a string of one language; what is pure takes it as an argument. */
export const say: Say = (text) => sayIn(spokenLanguage())(text);
