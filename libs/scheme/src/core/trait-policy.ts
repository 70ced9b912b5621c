import { z } from "zod";

/** `mixed`: a bill waits where one SKU stands for several values of the trait, else a note; `hold`: it waits where a
 *  line carries the trait at all and the mapping does not use it; `note`: never; `ignore`: not even asked for. */
const policy = z.enum(["mixed", "hold", "note", "ignore"]);
export type TraitPolicy = z.infer<typeof policy>;

/** `lines.unused` of a scheme. */
export const unusedTraits = z.strictObject({
  auxiliary_property: policy.optional(),
  lot: policy.optional(),
  unit: policy.optional(),
});
