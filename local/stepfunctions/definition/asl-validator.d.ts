/** asl-validator 4 ships no types; this is what is used of it. It changes the definition it is given. */
declare module 'asl-validator' {
  interface AslError {
    readonly 'Error code': string;
    readonly message?: string;
    readonly path?: string;
    readonly schemaError?: { readonly instancePath: string; readonly message?: string };
  }

  function validate(
    definition: object,
    options?: { readonly checkPaths?: boolean; readonly checkArn?: boolean },
  ): { readonly isValid: boolean; readonly errors: readonly AslError[] };

  export = validate;
}
