/** What a ship says of herself (AIS messages 5 and 24). */
export interface ShipParticulars {
  name: string | null;
  /** From bow to stern. */
  lengthM: number | null;
  /** Kind of vessel and cargo, ITU-R M.1371 table 53. */
  type: number | null;
}

export interface Position {
  latitudeDegrees: number;
  longitudeDegrees: number;
}

interface Fix extends Position {
  timeMs: number;
}

/** What is known of one ship. */
export interface Ship extends ShipParticulars {
  mmsi: number;
  /** In the order of time. */
  fixes: Fix[];
}

/** How long a ship's positions are kept: longer than a passage lasts. */
const KEPT_MS = 2 * 3_600_000;
/** Ships that are kept; anybody can send whatever he likes. */
const MOST_SHIPS = 2000;
const MOST_FIXES = 4000;
/** Between reports farther apart than this a ship may have been anywhere. */
const LONGEST_HOLE_MS = 4 * 60_000;
const METRES_PER_DEGREE = 60 * 1852;

/** Where the ships of the neighbourhood were lately. */
export class ShipTracks {
  /** The one heard of last comes last. */
  readonly #ships = new Map<number, Ship>();

  get ships(): Iterable<Ship> {
    return this.#ships.values();
  }

  position(mmsi: number, fix: Fix): void {
    const { fixes } = this.#ship(mmsi);
    const after = fixes.findLastIndex(({ timeMs }) => timeMs <= fix.timeMs);
    if (fixes[after]?.timeMs === fix.timeMs) return;
    fixes.splice(after + 1, 0, fix);
    const oldest = fixes.at(-1)!.timeMs - KEPT_MS;
    while (fixes[0]!.timeMs < oldest || fixes.length > MOST_FIXES) fixes.shift();
  }

  particulars(mmsi: number, told: Partial<ShipParticulars>): void {
    Object.assign(this.#ship(mmsi), told);
  }

  #ship(mmsi: number): Ship {
    const ship = this.#ships.get(mmsi) ?? { mmsi, name: null, lengthM: null, type: null, fixes: [] };
    this.#ships.delete(mmsi);
    this.#ships.set(mmsi, ship);
    if (this.#ships.size > MOST_SHIPS) this.#ships.delete(this.#ships.keys().next().value!);
    return ship;
  }
}

/** Range of a ship from a place at an instant, m, between her reports; null where she was not heard. */
export function rangeM({ fixes }: Ship, from: Position, timeMs: number): number | null {
  const index = fixes.findIndex((fix) => fix.timeMs >= timeMs);
  const [before, after] = [fixes[index - 1] ?? fixes[index], fixes[index]];
  if (!before || !after || after.timeMs - before.timeMs > LONGEST_HOLE_MS) return null;
  if (before === after && after.timeMs !== timeMs) return null;
  const share = before === after ? 0 : (timeMs - before.timeMs) / (after.timeMs - before.timeMs);
  const between = (a: number, b: number) => a + share * (b - a);
  const north = between(before.latitudeDegrees, after.latitudeDegrees) - from.latitudeDegrees;
  const east = between(before.longitudeDegrees, after.longitudeDegrees) - from.longitudeDegrees;
  const shrink = Math.cos((from.latitudeDegrees * Math.PI) / 180);
  return METRES_PER_DEGREE * Math.hypot(north, east * shrink);
}
