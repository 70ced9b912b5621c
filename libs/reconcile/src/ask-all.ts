/** The most questions that are put to Redis at a time. */
const BATCH = 500;

/** The answers by what was asked, undefined ones left out; asked in batches, so that Redis is not flooded. */
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
