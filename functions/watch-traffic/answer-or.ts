import { logger } from '../observability.ts';

/**
 * What CloudWatch answers, or `otherwise` where it answers nothing. A deployment under way must be watched to its end: what one look can
 * neither learn nor say, the next one may.
 */
export async function answerOr<T>(otherwise: T, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    logger.warn('CloudWatch gave no answer', { error: error as Error });
    return otherwise;
  }
}
