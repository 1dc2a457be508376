/** The two fleets' failure rates under an alternative, with what each fleet's requests weigh. */
export interface Alternative {
  readonly green: { readonly rate: number; readonly weight: number };
  readonly blue: { readonly rate: number; readonly weight: number };
}

/** 2^-45 of the interval: below the rounding of the rates themselves. */
const BISECTIONS = 45;

/**
 * Blue's rate at the point of the null hypothesis {green <= blue + margin} nearest to the alternative:
 * argmin over r of weight_g KL(q_g || r + margin) + weight_b KL(q_b || r). Convex, so its derivative has one zero, between
 * blue's rate and green's rate less the margin; the alternative's green rate must exceed blue's by more than the margin.
 */
export function nullPoint({ green, blue }: Alternative, margin: number): number {
  let [low, high] = [blue.rate, green.rate - margin];
  for (let step = 0; step < BISECTIONS; step += 1) {
    const rate = (low + high) / 2;
    const slope =
      green.weight * divergenceSlope(green.rate, rate + margin) + blue.weight * divergenceSlope(blue.rate, rate);
    if (slope < 0) low = rate;
    else high = rate;
  }
  return (low + high) / 2;
}

/** d/dr KL(q || r) = (r - q) / (r (1 - r)) for Bernoulli distributions. */
function divergenceSlope(q: number, r: number): number {
  return (r - q) / (r * (1 - r));
}
