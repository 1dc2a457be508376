import type { Model } from './model.ts';
import { ModelFields } from './model-fields.ts';
import type { Tree } from './tree.ts';
import type { UbjsonValue } from './ubjson-encode.ts';

/** The XGBoost release whose format is written; SageMaker's images 1.7-1 and 3.0-5 both read it. */
const VERSION = [1, 7, 4];

/** The document XGBoost saves for a model; `model-json.ts` and `model-ubjson.ts` turn it into bytes. */
export function documentOf(model: Model): UbjsonValue {
  const features = String(model.features);
  return {
    learner: {
      attributes: model.attributes,
      feature_names: [],
      feature_types: [],
      gradient_booster: {
        model: {
          gbtree_model_param: { num_parallel_tree: '1', num_trees: String(model.trees.length), size_leaf_vector: '0' },
          tree_info: [...model.treeClasses],
          trees: model.trees.map((tree, id) => treeDocument(tree, { id, features })),
        },
        name: 'gbtree',
      },
      learner_model_param: {
        base_score: scientific(model.baseScore),
        boost_from_average: '1',
        num_class: String(model.classes),
        num_feature: features,
        num_target: '1',
      },
      objective: { name: model.objective, ...objectiveParameters(model) },
    },
    version: VERSION,
  };
}

function objectiveParameters({ classes, scalePosWeight }: Model): Record<string, UbjsonValue> {
  if (classes > 0) return { softmax_multiclass_param: { num_class: String(classes) } };
  return { reg_loss_param: { scale_pos_weight: String(scalePosWeight) } };
}

function treeDocument(tree: Tree, { id, features }: { id: number; features: string }): UbjsonValue {
  const nodes = tree.leftChildren.length;
  return {
    base_weights: tree.baseWeights,
    categories: new Int32Array(0),
    categories_nodes: new Int32Array(0),
    categories_segments: new BigInt64Array(0),
    categories_sizes: new BigInt64Array(0),
    default_left: tree.defaultLeft,
    id,
    left_children: tree.leftChildren,
    loss_changes: tree.lossChanges,
    parents: tree.parents,
    right_children: tree.rightChildren,
    split_conditions: tree.splitConditions,
    split_indices: tree.splitIndices,
    split_type: new Uint8Array(nodes),
    sum_hessian: tree.sumHessian,
    tree_param: { num_deleted: '0', num_feature: features, num_nodes: String(nodes), size_leaf_vector: '0' },
  };
}

/** The model in a document that XGBoost 1.7 to 3.0 saved. @throws ModelFormatError for what is missing or not supported. */
export function modelOf(document: unknown): Model {
  const learner = new ModelFields(document, '').object('learner');
  const parameters = learner.object('learner_model_param');
  const objective = learner.object('objective');
  const booster = learner.object('gradient_booster');
  booster.expect('name', 'gbtree');
  const forest = booster.object('model');
  const features = Number(parameters.text('num_feature'));
  const loss = objective.optional('reg_loss_param');
  const classes = Number(parameters.text('num_class'));
  if (classes > 1 && !objective.text('name').startsWith('multi:')) {
    parameters.refuse('num_class', `${classes} classes do not fit the objective ${objective.text('name')}`);
  }
  const trees = forest.objects('trees');
  return {
    objective: objective.text('name'),
    // From 3.1 on a vector with one element: [5E-1].
    baseScore: Number(parameters.text('base_score').replace(/^\[(.*)\]$/, '$1')),
    features,
    scalePosWeight: loss === undefined ? 1 : Number(loss.text('scale_pos_weight')),
    attributes: learner.texts('attributes'),
    classes,
    trees: trees.map((tree) => treeOf(tree, features)),
    treeClasses: treeClasses(forest, { trees: trees.length, outputs: Math.max(1, classes) }),
  };
}

function treeClasses(forest: ModelFields, { trees, outputs }: { trees: number; outputs: number }): number[] {
  const classes = forest.numbers('tree_info', trees);
  const wrong = classes.find((own) => !(Number.isInteger(own) && own >= 0 && own < outputs));
  if (wrong !== undefined) forest.refuse('tree_info', `a tree is of the class ${wrong}, of ${outputs}`);
  return classes;
}

function treeOf(fields: ModelFields, features: number): Tree {
  const nodes = Number(fields.object('tree_param').text('num_nodes'));
  if (fields.numbers('split_type', nodes).some((type) => type !== 0)) {
    fields.refuse('split_type', 'categorical splits are not supported');
  }
  const integers = (key: string) => Int32Array.from(fields.numbers(key, nodes));
  const floats = (key: string) => Float32Array.from(fields.numbers(key, nodes));
  const tree = {
    leftChildren: integers('left_children'),
    rightChildren: integers('right_children'),
    parents: integers('parents'),
    splitIndices: integers('split_indices'),
    splitConditions: floats('split_conditions'),
    defaultLeft: Uint8Array.from(fields.numbers('default_left', nodes)),
    baseWeights: floats('base_weights'),
    lossChanges: floats('loss_changes'),
    sumHessian: floats('sum_hessian'),
  };
  checkTree(tree, { fields, features });
  return tree;
}

/** The nodes must form a tree, so that predicting ends, and ask for features that there are. */
function checkTree(tree: Tree, { fields, features }: { fields: ModelFields; features: number }): void {
  const { leftChildren, rightChildren, splitIndices } = tree;
  const reached = new Set([0]);
  for (const node of reached) {
    if (leftChildren[node] === -1) continue;
    if (splitIndices[node]! < 0 || splitIndices[node]! >= features) {
      fields.refuse('split_indices', `node ${node} asks for feature ${splitIndices[node]} of ${features}`);
    }
    for (const child of [leftChildren[node]!, rightChildren[node]!]) {
      const isNew = child >= 0 && child < leftChildren.length && !reached.has(child);
      if (!isNew) fields.refuse('left_children', `node ${node} has the child ${child}, which makes no tree`);
      reached.add(child);
    }
  }
}

/** XGBoost prints floats in scientific form, `5E-1`. */
function scientific(value: number): string {
  return value.toExponential().replace('e+', 'E').replace('e', 'E');
}
