/**
 * What the search of the site takes for words: runs of letters and digits, and of Chinese each pair of characters that
 * stand side by side. VitePress sends this function to the browser as text, so it uses nothing from outside itself.
 */
export function cutIntoWords(text: string): string[] {
  const runs = text.toLowerCase().match(/\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}_])+/gu) ?? [];
  return runs.flatMap((run) => {
    if (!/\p{Script=Han}/u.test(run)) return [run];
    const characters = [...run];
    const pairs = characters.slice(1).map((character, index) => `${characters[index]}${character}`);
    // Alone at the end, so that a single character is found wherever it stands: as the begin of a pair, or here.
    return [...pairs, characters.at(-1) ?? ""];
  });
}

/** The same for what is asked: a single character only where it stands alone. */
export function cutQuestionIntoWords(text: string): string[] {
  const runs = text.toLowerCase().match(/\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}_])+/gu) ?? [];
  return runs.flatMap((run) => {
    const characters = [...run];
    if (!/\p{Script=Han}/u.test(run) || characters.length === 1) return [run];
    return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
  });
}
