import { KINGDEE_FIELDS, requestFields, toFieldKey, type KingdeeField } from "@billferry/contracts";

import type { SchemeDefinition } from "./definition.ts";

type Source = SchemeDefinition["source"];
/** What a scheme declares of a field; what it leaves out is known of the field already. */
type DeclaredField = Source["fields"][string];

/** What is known of the fields of a scheme's form. */
export interface FieldTable {
  readonly find: (name: string) => KingdeeField | undefined;
  /** The key to ask Kingdee for. */
  readonly keyOf: (name: string) => string;
  /** Asked for whatever the mapping uses; personal ones among them only where they are wanted. */
  readonly documented: readonly KingdeeField[];
  /** Whether a mapping can neither add nor take away the field, so that contents under two mappings can be compared. */
  readonly isStable: (name: string) => boolean;
  /** Fields that the job itself stands on, whatever a mapping says. */
  readonly essential: EssentialFields;
  readonly names: readonly string[];
}

interface EssentialFields {
  readonly entryId: string;
  readonly seq: string;
  readonly all: readonly string[];
}

/** The form whose fields the user's document lists. */
const DOCUMENTED_FORM = "SAL_OUTSTOCK";
/** Every stock bill has them, as ids. */
const TRAITS_OF_GOODS = ["FAuxPropId", "FLot", "FUnitID"];
const HEAD_ESSENTIALS = ["FID", "FBillNo", "FApproveDate", "FDocumentStatus", "FCancelStatus"];

/** The document's table for its own form, else the essential fields; over it what the scheme declares. */
export function openFieldTable(source: Pick<Source, "form" | "entry" | "fields">): FieldTable {
  const { form, entry } = source;
  const essential = essentialsOf(entry);
  const isDocumented = form === DOCUMENTED_FORM;
  const known: readonly KingdeeField[] = isDocumented ? KINGDEE_FIELDS : essentialFields(essential);
  const byName = new Map(known.map((field) => [field.name, field]));
  for (const [name, declared] of Object.entries(source.fields)) byName.set(name, toField(name, declared, byName));
  const declared = Object.keys(source.fields).flatMap((name) => byName.get(name) ?? []);
  const documented = [...new Set([...(isDocumented ? requestFields() : []), ...declared])];
  const stable = new Set([
    ...essential.all,
    ...(isDocumented ? requestFields() : declared).filter((field) => !field.isPersonal).map((field) => field.name),
  ]);
  return {
    find: (name) => byName.get(name),
    keyOf: (name) => byName.get(name)?.key ?? toFieldKey(name),
    documented,
    isStable: (name) => stable.has(name),
    essential,
    names: [...byName.keys()],
  };
}

function essentialsOf(entry: string): EssentialFields {
  const [entryId, seq] = [`${entry}_FEntryID`, `${entry}_FSeq`];
  return { entryId, seq, all: ["FID", "FBillNo", entryId, seq, "FApproveDate", "FDocumentStatus", "FCancelStatus"] };
}

function essentialFields({ entryId, seq }: EssentialFields): readonly KingdeeField[] {
  const head = KINGDEE_FIELDS.filter((field) => HEAD_ESSENTIALS.includes(field.name));
  const common = { level: "entry", listed: "added", isPersonal: false } as const;
  return [
    ...head,
    { name: entryId, key: entryId, label: "分录内码", type: "id", ...common },
    { name: seq, key: seq, label: "分录行号", type: "decimal", ...common },
    ...KINGDEE_FIELDS.filter((field) => TRAITS_OF_GOODS.includes(field.name)),
  ];
}

function toField(name: string, declared: DeclaredField, known: ReadonlyMap<string, KingdeeField>): KingdeeField {
  const before = known.get(name);
  return {
    name,
    key: declared.key ?? before?.key ?? toFieldKey(name),
    label: declared.label ?? before?.label ?? name,
    level: declared.level ?? before?.level ?? "entry",
    type: declared.type ?? before?.type ?? "text",
    listed: before?.listed ?? "added",
    isPersonal: declared.personal ?? before?.isPersonal ?? false,
  };
}
