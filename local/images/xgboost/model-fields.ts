/** A file that is not a model the local XGBoost can read: which field, and why. */
export class ModelFormatError extends Error {
  override readonly name = 'ModelFormatError';
}

/** Reads the fields of a model's document, naming the path of what is missing. */
export class ModelFields {
  private readonly fields: Record<string, unknown>;
  private readonly path: string;

  constructor(value: unknown, path: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new ModelFormatError(`The model has no object ${path}`);
    }
    this.fields = value as Record<string, unknown>;
    this.path = path;
  }

  object(key: string): ModelFields {
    return new ModelFields(this.fields[key], this.at(key));
  }

  optional(key: string): ModelFields | undefined {
    return this.fields[key] === undefined ? undefined : this.object(key);
  }

  objects(key: string): ModelFields[] {
    return this.array(key).map((item, index) => new ModelFields(item, `${this.at(key)}[${index}]`));
  }

  text(key: string): string {
    const value = this.fields[key];
    if (typeof value !== 'string') throw new ModelFormatError(`The model has no text ${this.at(key)}`);
    return value;
  }

  /** All fields below `key`, as texts. */
  texts(key: string): Record<string, string> {
    const inner = this.object(key);
    return Object.fromEntries(Object.keys(inner.fields).map((name) => [name, inner.text(name)]));
  }

  /** `length` numbers. */
  numbers(key: string, length: number): number[] {
    const array = this.array(key);
    if (array.length !== length) this.refuse(key, `it has ${array.length} elements, not ${length}`);
    for (const item of array)
      if (typeof item !== 'number' && typeof item !== 'boolean') this.refuse(key, 'it holds no numbers');
    return array.map(Number);
  }

  expect(key: string, value: string): void {
    if (this.text(key) !== value) this.refuse(key, `${JSON.stringify(this.text(key))} is not supported, only ${value}`);
  }

  refuse(key: string, reason: string): never {
    throw new ModelFormatError(`The model cannot be read at ${this.at(key)}: ${reason}`);
  }

  private array(key: string): unknown[] {
    const value = this.fields[key];
    if (!Array.isArray(value)) throw new ModelFormatError(`The model has no array ${this.at(key)}`);
    return value;
  }

  private at(key: string): string {
    return this.path === '' ? key : `${this.path}.${key}`;
  }
}
