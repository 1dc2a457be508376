import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCatalog } from './build-catalog.ts';
import { bundleFunctions, functionNames } from './bundle.ts';
import { functionName, functionRole, readPermissions, stateName } from './function-roles.ts';
import { ensureLayerZip } from './layer.ts';
import { modelResources } from './model-resources.ts';
import { pinFunctionVersions } from './pin-function-versions.ts';
import { refuseWrongSql } from './refuse-wrong-sql.ts';
import type { Template } from './template.ts';

interface FunctionSettings {
  name?: string;
  handler?: string;
  role?: string;
  package?: { artifact: string };
}

interface Serverless {
  readonly serviceDir: string;
  readonly processedInput: { readonly commands: readonly string[] };
  readonly pluginManager: { readonly plugins: readonly { compareWithLastLayer?: () => Promise<void> }[] };
  readonly configurationInput: { functions: Record<string, FunctionSettings> };
  readonly service: {
    readonly functions: Record<string, FunctionSettings>;
    readonly provider: { stage: string; compiledCloudFormationTemplate: Template };
    resources: { Resources?: Record<string, unknown> };
  };
}

interface Options {
  readonly stage?: string;
}

/**
 * What the deploy framework does not do: bundles each function, gives it a role of its own from functions/<name>.yml, adds what each
 * model's manifest needs, and pins the function versions that the state machines call.
 */
export default class AndonPlugin {
  readonly hooks: Record<string, () => void | Promise<void>>;
  readonly #serverless: Serverless;
  readonly #stage: string;

  constructor(serverless: Serverless, options: Options) {
    this.#serverless = serverless;
    this.#stage = options.stage ?? serverless.service.provider.stage;
    this.#describeFunctions();
    this.hooks = {
      'before:package:compileLayers': () => this.#packageOffline(),
      'before:package:createDeploymentArtifacts': () => this.#build(),
      'after:aws:package:finalize:mergeCustomProviderResources': () => this.#completeTemplate(),
      'before:deploy:deploy': () => this.#refuseWithoutLayer(),
    };
  }

  /** serverless.yml lists each function under its state's name in camel case; the rest follows from the name. */
  #describeFunctions(): void {
    for (const name of functionNames(this.#serverless.serviceDir)) {
      const state = stateName(name);
      const key = `${state.charAt(0).toLowerCase()}${state.slice(1)}`;
      const settings = this.#serverless.service.functions[key];
      if (settings === undefined)
        throw new Error(`functions/${name}.yml is not listed in serverless.yml; add ${key} to functions.`);
      const derived = {
        name: functionName(this.#stage, name),
        handler: 'index.handler',
        role: `${state}Role`,
        package: { artifact: join('.serverless', `${name}.zip`) },
      };
      Object.assign(settings, derived);
      Object.assign(this.#serverless.configurationInput.functions[key] ?? {}, derived);
    }
  }

  async #build(): Promise<void> {
    const root = this.#serverless.serviceDir;
    const directories = modelDirectories(root);
    const catalog = buildCatalog({ directories, stage: this.#stage });
    await refuseWrongSql(catalog, directories);
    mkdirSync(join(root, '.build'), { recursive: true });
    writeFileSync(join(root, '.build/catalog.json'), JSON.stringify(catalog));
    // In the framework's own folder, where it looks whether anything has changed since the last deployment.
    await bundleFunctions(root, join(root, '.serverless'));
    ensureLayerZip(root);
    const resources = this.#serverless.service.provider.compiledCloudFormationTemplate.Resources;
    for (const name of functionNames(root)) {
      resources[`${stateName(name)}Role`] = functionRole(
        name,
        readPermissions(root, name, this.#stage),
        this.#stage,
      ) as Template['Resources'][string];
    }
    Object.assign(resources, modelResources(catalog, this.#stage));
  }

  /** Packaging asks CloudFormation whether a layer is there already. Only a deployment has the credentials, and the use, for that. */
  #packageOffline(): void {
    if (this.#serverless.processedInput.commands[0] !== 'package') return;
    for (const plugin of this.#serverless.pluginManager.plugins) {
      if ('compareWithLastLayer' in plugin) plugin.compareWithLastLayer = async () => {};
    }
  }

  /** On AWS the functions that read data would fail at their first invocation. On this machine DuckDB comes from node_modules. */
  #refuseWithoutLayer(): void {
    const local = /^https?:\/\/(127\.0\.0\.1|localhost)[:/]/.test(process.env.AWS_ENDPOINT_URL ?? '');
    if (local || ensureLayerZip(this.#serverless.serviceDir).built) return;
    throw new Error(
      'The DuckDB layer has not been built for these dependencies. Run npm run layer (it needs the network), then deploy again.',
    );
  }

  #completeTemplate(): void {
    pinFunctionVersions(this.#serverless.service.provider.compiledCloudFormationTemplate);
  }
}

/** `models/`, or the folders that ANDON_MODELS names, separated by colons. */
export function modelDirectories(root: string): string[] {
  const folders = process.env.ANDON_MODELS?.split(':') ?? ['models'];
  return folders.map((folder) => join(root, folder));
}
