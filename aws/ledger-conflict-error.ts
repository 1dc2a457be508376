/** A ledger object changed under its writer more often than the writer was willing to decide again. */
export class LedgerConflictError extends Error {
  override readonly name = 'LedgerConflictError';
}
