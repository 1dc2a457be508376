/** One thing wrong with a definition, as ValidateStateMachineDefinition reports it. */
export interface Diagnostic {
  readonly code: string;
  readonly message: string;
  /** JSON pointer into the definition, for example `/States/Train/Arguments`. */
  readonly location: string;
}
