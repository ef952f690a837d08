/** Whether a whole number is 2^a·3^b·5^c: what PFFFT's transforms are made of. */
export function isSmooth(n: number): boolean {
  let rest = n;
  for (const prime of [2, 3, 5]) while (rest % prime === 0) rest /= prime;
  return rest === 1;
}
