/** Writes the gradient at `point` into `gradient` and returns the value. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

const MEMORY = 10;
const SUFFICIENT_DECREASE = 1e-4;
const SHORTEST_STEP = 1e-10;

/**
 * Minimises a smooth function by limited-memory BFGS with a backtracking line search
 * (Nocedal & Wright, Numerical Optimization, 2nd ed., algorithms 7.4 and 3.1).
 *
 * @returns the point reached when no component of the gradient exceeds `tolerance`, no step leads down,
 * or `iterations` are spent.
 */
export function minimise(
  objective: Objective,
  start: Float64Array,
  { iterations = 200, tolerance = 1e-6 } = {},
): Float64Array {
  let point: Float64Array = Float64Array.from(start);
  let gradient = new Float64Array(point.length);
  let value = objective(point, gradient);
  const history: Pair[] = [];
  for (let k = 0; k < iterations && greatest(gradient) > tolerance; k++) {
    const direction = descent(gradient, history);
    const slope = dot(direction, gradient);
    let step = history.length === 0 ? 1 / Math.sqrt(dot(gradient, gradient)) : 1;
    const nextGradient = new Float64Array(point.length);
    let next = along(point, direction, step);
    let nextValue = objective(next, nextGradient);
    while (!(nextValue <= value + SUFFICIENT_DECREASE * step * slope)) {
      step /= 2;
      if (step < SHORTEST_STEP) return point;
      next = along(point, direction, step);
      nextValue = objective(next, nextGradient);
    }
    const moved = next.map((x, d) => x - point[d]);
    const turned = nextGradient.map((g, d) => g - gradient[d]);
    const curvature = dot(moved, turned);
    if (curvature > 1e-12) history.push({ moved, turned, curvature });
    if (history.length > MEMORY) history.shift();
    point = next;
    gradient = nextGradient;
    value = nextValue;
  }
  return point;
}

interface Pair {
  moved: Float64Array;
  turned: Float64Array;
  curvature: number;
}

/** Minus the approximate inverse Hessian times the gradient (two-loop recursion). */
function descent(gradient: Float64Array, history: Pair[]): Float64Array {
  const direction = gradient.map((g) => -g);
  const shares: number[] = [];
  for (let i = history.length - 1; i >= 0; i--) {
    const { moved, turned, curvature } = history[i];
    shares[i] = dot(moved, direction) / curvature;
    add(direction, turned, -shares[i]);
  }
  const latest = history.at(-1);
  if (latest) {
    const scale = latest.curvature / dot(latest.turned, latest.turned);
    for (let d = 0; d < direction.length; d++) direction[d] *= scale;
  }
  history.forEach(({ moved, turned, curvature }, i) => {
    add(direction, moved, shares[i] - dot(turned, direction) / curvature);
  });
  return direction;
}

function along(point: Float64Array, direction: Float64Array, step: number): Float64Array {
  return point.map((x, d) => x + step * direction[d]);
}

function add(target: Float64Array, other: Float64Array, share: number): void {
  for (let d = 0; d < target.length; d++) target[d] += share * other[d];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += a[d] * b[d];
  return sum;
}

function greatest(values: Float64Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}
