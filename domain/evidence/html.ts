/** Text that is HTML already. */
export interface Html {
  readonly html: string;
}

type Part = Html | string | number | null | undefined | readonly Html[];

/** A template whose parts are escaped unless they are HTML already. Nothing is written for null and undefined. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const written = parts.map((part, index) => write(part) + texts[index + 1]!);
  return { html: texts[0]! + written.join('') };
}

function write(part: Part): string {
  if (part === null || part === undefined) return '';
  if (typeof part === 'object') return 'html' in part ? part.html : part.map((each) => each.html).join('\n');
  return escapeHtml(String(part));
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A table that may be wider than the page: it scrolls by itself, by keyboard too. */
export function scroller(label: string, table: Html): Html {
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${table}</div>`;
}

/** Four significant digits; a dash for what is not defined. */
export function shown(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : String(Number(value.toPrecision(4)));
}

/** `0.61 to 0.65`, or a dash. */
export function shownRange(low: number | null | undefined, high: number | null | undefined): string {
  return low === undefined || high === undefined ? '–' : `${shown(low)} to ${shown(high)}`;
}
