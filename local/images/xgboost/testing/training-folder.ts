import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A base folder as SageMaker lays it out for a training container, removed when disposed. */
export class TrainingFolder implements Disposable {
  readonly base = mkdtempSync(join(tmpdir(), 'andon-xgboost-'));

  /** Writes files below the base, objects as JSON. */
  write(files: Readonly<Record<string, string | object>>): this {
    for (const [name, content] of Object.entries(files)) {
      const path = join(this.base, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    }
    return this;
  }

  /** Writes hyperparameters and the channels, each with its files. */
  job(hyperparameters: object, channels: Readonly<Record<string, Readonly<Record<string, string>>>>): this {
    const config = Object.keys(channels).map((name) => [name, { ContentType: 'text/csv', TrainingInputMode: 'File' }]);
    this.write({
      'input/config/hyperparameters.json': hyperparameters,
      'input/config/inputdataconfig.json': Object.fromEntries(config),
    });
    for (const [channel, files] of Object.entries(channels)) {
      for (const [file, csv] of Object.entries(files)) this.write({ [`input/data/${channel}/${file}`]: csv });
    }
    return this;
  }

  [Symbol.dispose](): void {
    rmSync(this.base, { recursive: true, force: true });
  }
}
