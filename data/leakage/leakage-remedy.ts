/** What to do about a landed column, or what prepare.sql made of some. */
export const LEAKAGE_REMEDY = {
  column:
    ' It was probably written after the event. Leave it out of prepare.sql and name it in data.leakage.except, or drop it.',
  feature: ' It was probably made of what was written after the event. Leave it out of prepare.sql.',
} as const;

export type Suspect = keyof typeof LEAKAGE_REMEDY;
