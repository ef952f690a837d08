import type { Size } from '../../prototypes/assessment.js';
import type { HeardWindow } from './heard-window.js';

/** In the order in which they are numbered. */
export const SHIP_SIZES: readonly Size[] = ['big', 'small', 'none'];

/** One recording of a ship, or of a sea without one. */
export interface ShipRecording<Side = string> {
  /** Side of the split. */
  side: Side;
  /** Of the ship; where there is none, of what stays the same in its stead. */
  vessel: string;
  site: string;
  /** What heard it. */
  hydrophone: string;
  size: Size;
  /** Windows of 5 s: any of them is the recording. */
  windows: readonly HeardWindow[];
}
