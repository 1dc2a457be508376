/** One regression tree in XGBoost's layout: arrays indexed by node, node 0 is the root. */
export interface Tree {
  /** -1 for a leaf. */
  readonly leftChildren: Int32Array;
  readonly rightChildren: Int32Array;
  /** 2147483647 for the root. */
  readonly parents: Int32Array;
  readonly splitIndices: Int32Array;
  /** A value smaller than this goes left; for a leaf, its value. */
  readonly splitConditions: Float32Array;
  /** 1 when a missing value goes left. */
  readonly defaultLeft: Uint8Array;
  readonly baseWeights: Float32Array;
  readonly lossChanges: Float32Array;
  readonly sumHessian: Float32Array;
}

const NO_PARENT = 0x7fffffff;

/** Grows the arrays of a tree, node by node. Children are always made in pairs, as XGBoost numbers them. */
export class TreeBuilder {
  private readonly nodes: Node[] = [];

  /** Adds the root as a leaf; its number is 0. */
  constructor(root: Leaf) {
    this.addLeaf(root, NO_PARENT);
  }

  /** Makes a leaf an inner node with two leaves; answers the number of the left one, the right one's is one more. */
  split(node: number, by: Condition, children: readonly [Leaf, Leaf]): number {
    const left = this.addLeaf(children[0], node);
    this.addLeaf(children[1], node);
    const { feature, condition, defaultLeft, gain, weight } = by;
    this.nodes[node] = { ...this.nodes[node]!, left, feature, condition, defaultLeft, gain, baseWeight: weight };
    return left;
  }

  build(): Tree {
    const { nodes } = this;
    const floats = (of: (node: Node) => number) => Float32Array.from(nodes, of);
    const integers = (of: (node: Node) => number) => Int32Array.from(nodes, of);
    return {
      leftChildren: integers((node) => node.left),
      rightChildren: integers((node) => (node.left < 0 ? -1 : node.left + 1)),
      parents: integers((node) => node.parent),
      splitIndices: integers((node) => node.feature),
      splitConditions: floats((node) => node.condition),
      defaultLeft: Uint8Array.from(nodes, (node) => (node.defaultLeft ? 1 : 0)),
      baseWeights: floats((node) => node.baseWeight),
      lossChanges: floats((node) => node.gain),
      sumHessian: floats((node) => node.hessian),
    };
  }

  private addLeaf({ value, hessian }: Leaf, parent: number): number {
    const leaf = {
      left: -1,
      parent,
      feature: 0,
      condition: value,
      defaultLeft: false,
      baseWeight: value,
      gain: 0,
      hessian,
    };
    return this.nodes.push(leaf) - 1;
  }
}

export interface Leaf {
  readonly value: number;
  readonly hessian: number;
}

export interface Condition {
  readonly feature: number;
  readonly condition: number;
  readonly defaultLeft: boolean;
  readonly gain: number;
  /** The node's own weight, were it a leaf, before the learning rate. */
  readonly weight: number;
}

interface Node {
  readonly left: number;
  readonly parent: number;
  readonly feature: number;
  readonly condition: number;
  readonly defaultLeft: boolean;
  readonly baseWeight: number;
  readonly gain: number;
  readonly hessian: number;
}
