import { parseDecimal, TARGET_NAMES } from "@billferry/contracts";
import { z } from "zod";

import { NAME_LISTS, SOURCE_TYPES } from "./value-sources.ts";

/** What a file in `forms/` may say; the README explains it. */
const place = { key: z.string().regex(/^\w+$/), label: z.string().min(1), level: z.enum(["head", "finance", "entry"]) };

const fieldLine = z
  .strictObject({
    ...place,
    type: z.enum(["text", "decimal", "date", "boolean", "id", "enum", "base", "flex"]),
    /** A property of the bill or line; neither it nor `const`: never set. */
    from: z.string().optional(),
    const: z.union([z.string(), z.boolean(), z.number()]).optional(),
    captions: z.record(z.string(), z.string()).optional(),
    /** Of base data: what gives the name to a code, or the one name of a constant. */
    names: z.enum(NAME_LISTS).optional(),
    name: z.string().optional(),
    properties: z.array(z.enum(["FNumber", "FName", "FSpecification"])).optional(),
    /** Of a flexible field: the key of its part, each account's own. */
    part: z
      .string()
      .regex(/^FF\d+$/)
      .optional(),
    /** The internal id is a text of hexadecimal digits, as bill types have it. */
    text_id: z.boolean().optional(),
  })
  .superRefine((line, context) => {
    const complain = (message: string): void =>
      context.addIssue({ code: "custom", message: `${line.key}: ${message}` });
    if (line.from !== undefined && line.const !== undefined) complain("from and const exclude each other");
    if ((line.type === "enum") !== (line.captions !== undefined))
      complain("captions belong to an enum, and only there");
    if (line.type !== "base" && (line.name ?? line.properties ?? line.text_id) !== undefined)
      complain("name, properties and text_id belong to base data");
    if (line.type !== "base" && line.type !== "flex" && line.names !== undefined)
      complain("names belong to base data and flexible fields");
    if ((line.type === "flex") !== (line.part !== undefined)) complain("a part belongs to a flexible field");
    if (line.type === "decimal" && line.const !== undefined && parseDecimal(String(line.const)) === undefined)
      complain("the constant is no decimal");
    if (line.type === "boolean" && line.const !== undefined && typeof line.const !== "boolean")
      complain("the constant is neither true nor false");
    if (line.from === undefined || line.from.startsWith("extras.")) return;
    const source = SOURCE_TYPES.get(line.from);
    if (source === undefined)
      return complain(`there is no ${line.from}; known: ${[...SOURCE_TYPES.keys()].join(", ")}`);
    if (line.from.startsWith("line.") && line.level !== "entry") complain(`${line.from} is none of the head's`);
    const wanted = ["enum", "base", "flex"].includes(line.type) ? "text" : line.type;
    if (source !== wanted) complain(`${line.from} is ${source}, not ${wanted}`);
  });

const extra = z.strictObject({
  usual: z.array(z.string()).min(1),
  excluded: z.strictObject({ value: z.string(), rule: z.string().min(1), share: z.number().min(0).max(1) }).optional(),
});

export const formFile = z
  .strictObject({
    form: z.string().regex(/^\w+$/),
    title: z.string().min(1),
    prefix: z.string().regex(/^[A-Z]+$/),
    target: z.enum(TARGET_NAMES),
    entry: z.strictObject({ key: z.string().regex(/^\w+$/), title: z.string().min(1) }),
    bundles: z.boolean().default(false),
    extras: z.record(z.string(), extra).default({}),
    fields: z.array(fieldLine).min(1),
  })
  .superRefine(({ fields, extras }, context) => {
    const keys = fields.map(({ key }) => key.toLowerCase());
    for (const key of new Set(keys.filter((each, index) => keys.indexOf(each) !== index)))
      context.addIssue({ code: "custom", message: `${key} stands there twice` });
    for (const { from } of fields)
      if (from?.startsWith("extras.") && !Object.hasOwn(extras, from.slice("extras.".length)))
        context.addIssue({ code: "custom", message: `there is no ${from}` });
  });

export type FormFile = z.infer<typeof formFile>;
export type FieldLine = FormFile["fields"][number];
