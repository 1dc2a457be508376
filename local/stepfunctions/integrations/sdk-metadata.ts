import type { Json } from '../json.ts';

/** What optimized integrations add to a service's answer. Source: recordings of AWS. */
export function sdkMetadata(requestId: string, length: number): { readonly [key: string]: Json } {
  const headers = {
    'Content-Length': String(length),
    'Content-Type': 'application/json',
    'x-amzn-RequestId': requestId,
  };
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      HttpHeaders: headers,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
}
