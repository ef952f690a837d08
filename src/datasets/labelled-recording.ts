export const SIZES = ['big', 'small', 'medium', 'none', 'unlabelled'] as const;

/** `medium` (50 to 100 m) is left out of training and shown apart; `unlabelled` where nothing tells the size. */
export type LabelledSize = (typeof SIZES)[number];

/** One recording of a data set with all its cuts. */
export interface LabelledRecording {
  /** One of its kind in the data set. */
  recordingId: string;
  /** The data set, or the part of it that one recorder made. */
  source: string;
  /** Where the hydrophone was; what is recorded at one site shares its sea and its recorder. */
  site: string;
  /** What heard it; the site where nothing tells. */
  hydrophone: string;
  class: string;
  size: LabelledSize;
  /** As the data set names it; empty where it does not. */
  vessel: string;
  /** UTC, milliseconds since 1970; null where it is not known. */
  startMs: number | null;
  /** Ship over everything else, dB, where the index tells it. */
  snrDb?: number;
  /** From the hydrophone to the ship, m, where the index tells it. */
  rangeM?: number;
  /** As the data set writes them, in its order. */
  paths: string[];
  /** The same, resolved. */
  files: string[];
}

/** Something that is there and cannot be used. */
export interface LeftOut {
  /** A file, or the id of a recording. */
  subject: string;
  reason: string;
}

/** The labelled recordings of a folder or an index. */
export interface DataSet {
  recordings: LabelledRecording[];
  leftOut: LeftOut[];
}
