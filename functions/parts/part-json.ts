/** JSON that keeps infinite numbers and NaN, which labels may have. */
export function toPartJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'number' && !Number.isFinite(member) ? { $number: String(member) } : member,
  );
}

export function fromPartJson(text: string): unknown {
  return JSON.parse(text, (_, member: unknown) => (isNumber(member) ? Number(member.$number) : member));
}

function isNumber(value: unknown): value is { readonly $number: string } {
  return typeof value === 'object' && value !== null && '$number' in value;
}
