/** Asked at once of Redis. */
const BATCH = 500;

/** The answers by what was asked, without those that are none; so many questions at a time as Redis bears. */
export async function askAll<Answer>(
  ids: readonly string[],
  ask: (id: string) => Promise<Answer | undefined>,
): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>();
  for (let start = 0; start < ids.length; start += BATCH) {
    const batch = ids.slice(start, start + BATCH);
    for (const [index, answer] of (await Promise.all(batch.map(ask))).entries())
      if (answer !== undefined) answers.set(batch[index] ?? "", answer);
  }
  return answers;
}
