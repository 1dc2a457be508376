const PLACEHOLDER = /\$\{([^}]*)\}/g;

/** The names in a Fn::Sub text, `${!literal}` excepted. */
export function placeholders(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)]
    .map(([, name = '']) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('!'));
}

/** Replaces every `${Name}` by what `value` gives; `${!Name}` becomes the text `${Name}`. */
export function substitute(text: string, value: (name: string) => string): string {
  return text.replace(PLACEHOLDER, (whole, inner: string) => {
    const name = inner.trim();
    if (name === '') return whole;
    return name.startsWith('!') ? `\${${name.slice(1)}}` : value(name);
  });
}
