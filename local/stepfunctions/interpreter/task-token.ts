import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a task token stands for: a wait of a frame of an execution. */
export interface TokenSubject {
  readonly execution: string;
  readonly frame: number;
  readonly wait: number;
}

/** A token that carries its subject, signed, so that it needs no table and survives a restart. */
export function issueToken({ execution, frame, wait }: TokenSubject, secret: string): string {
  const body = Buffer.from(JSON.stringify([execution, frame, wait])).toString('base64url');
  return `${body}.${sign(body, secret)}`;
}

/** The subject of a token of ours; undefined for any other text. */
export function readToken(token: string, secret: string): TokenSubject | undefined {
  const [body = '', signature = ''] = token.split('.');
  const expected = Buffer.from(sign(body, secret));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const [execution, frame, wait] = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as [
    string,
    number,
    number,
  ];
  return { execution, frame, wait };
}

function sign(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('base64url');
}
