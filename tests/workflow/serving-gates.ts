/** The tiny model's gates when they ask the artifact and the container too. */
export const servingGates = [
  { kind: 'absolute', name: 'r2', metric: 'r2', min: 0.5 },
  { kind: 'artifact', name: 'size', maxMegabytes: 1 },
  { kind: 'contract', name: 'contract' },
  { kind: 'latency', name: 'latency', maxMilliseconds: 10_000, requests: 59 },
  { kind: 'agreement', name: 'agreement', rows: 20 },
];
