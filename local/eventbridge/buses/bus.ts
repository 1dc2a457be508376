/** An event bus besides the default one, which always exists. */
export interface Bus {
  readonly name: string;
  readonly arn: string;
  readonly description?: string | undefined;
  /** Virtual ms. */
  readonly createdAt: number;
}

export const DEFAULT_BUS = 'default';

/** A bus may be named by its ARN. */
export function busName(nameOrArn: string | undefined): string {
  return nameOrArn?.split('event-bus/').at(-1) ?? DEFAULT_BUS;
}
