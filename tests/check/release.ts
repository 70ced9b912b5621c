/** What the places that name a version say. */
export interface Release {
  readonly changelog: string;
  /** Place → version. */
  readonly versions: Readonly<Record<string, string>>;
  /** As `git tag` prints them; those of versions are `v1.2.3`. */
  readonly tags: readonly string[];
}

const HEADING = /^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d{2}-\d{2})$/gm;

/**
 * What is wrong with the version, its changelog and its tag; empty where they are one. Between two releases the version
 * is that of the last one: what is new stands under `Unreleased`.
 */
export function findReleaseProblems({ changelog, versions, tags }: Release): readonly string[] {
  const released = [...changelog.matchAll(HEADING)].map(([, version = ""]) => version);
  const tagged = tags.flatMap((tag) => /^v(\d+\.\d+\.\d+)$/.exec(tag)?.[1] ?? []).toSorted(byVersion);
  const current = versions["package.json"] ?? "";
  const [newest] = released;
  return [
    ...(/^## \[Unreleased\]$/m.test(changelog) ? [] : ["CHANGELOG.md has no heading Unreleased"]),
    ...(isDescending(released) ? [] : ["CHANGELOG.md: the newest version does not stand first"]),
    ...Object.entries(versions).flatMap(([place, version]) =>
      version === current ? [] : [`${place} says ${version}, package.json ${current}`],
    ),
    ...(newest === undefined || newest === current
      ? []
      : [`CHANGELOG.md ends at ${newest}, package.json says ${current}`]),
    ...tagged.flatMap((tag) => (released.includes(tag) ? [] : [`v${tag} has no heading in CHANGELOG.md`])),
    ...(tagged.length === 0 || tagged.at(-1) === newest ? [] : [`the newest tag is v${tagged.at(-1)}, not v${newest}`]),
  ];
}

function isDescending(versions: readonly string[]): boolean {
  return versions.toSorted(byVersion).toReversed().join() === versions.join();
}

function byVersion(one: string, other: string): number {
  return one.localeCompare(other, "en", { numeric: true });
}
