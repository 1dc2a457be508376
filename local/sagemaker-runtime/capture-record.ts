import type { CaptureContentTypeHeader, DataCaptureConfig } from '@aws-sdk/client-sagemaker';

/** A request and its answer as they passed the endpoint. */
export interface Exchange {
  readonly request: { readonly contentType: string; readonly body: Uint8Array };
  readonly response: { readonly contentType: string; readonly body: Uint8Array };
  readonly eventId: string;
  readonly inferenceId: string | undefined;
  /** Virtual ms since the epoch. */
  readonly at: number;
}

/** One JSON line of a capture file, in the shape "Capture data" of SageMaker's developer guide shows. */
export function captureLine(exchange: Exchange, config: DataCaptureConfig): string {
  const modes = (config.CaptureOptions ?? []).map(({ CaptureMode }) => CaptureMode);
  const wants = (mode: 'Input' | 'Output') => modes.includes(mode) || modes.includes('InputAndOutput');
  const types = config.CaptureContentTypeHeader;
  return JSON.stringify({
    captureData: {
      ...(wants('Input') ? { endpointInput: captured('INPUT', exchange.request, types) } : {}),
      ...(wants('Output') ? { endpointOutput: captured('OUTPUT', exchange.response, types) } : {}),
    },
    eventMetadata: {
      eventId: exchange.eventId,
      ...(exchange.inferenceId === undefined ? {} : { inferenceId: exchange.inferenceId }),
      inferenceTime: new Date(exchange.at).toISOString().replace(/\.\d+Z$/, 'Z'),
    },
    eventVersion: '0',
  });
}

function captured(
  mode: 'INPUT' | 'OUTPUT',
  { contentType, body }: Exchange['request'],
  types: CaptureContentTypeHeader | undefined,
) {
  const encoding = encodingOf(contentType, types);
  const data = Buffer.from(body).toString(encoding === 'BASE64' ? 'base64' : 'utf8');
  return { observedContentType: contentType, mode, data, encoding };
}

/** Only content types the configuration lists are kept as text; everything else is base64. */
function encodingOf(contentType: string, types: CaptureContentTypeHeader | undefined): 'CSV' | 'JSON' | 'BASE64' {
  const bare = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  const listed = (names: readonly string[] | undefined) => (names ?? []).some((name) => name.toLowerCase() === bare);
  if (listed(types?.CsvContentTypes)) return 'CSV';
  return listed(types?.JsonContentTypes) ? 'JSON' : 'BASE64';
}
