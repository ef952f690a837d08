import type { LabelledRecording } from '../datasets/labelled-recording.js';
import { ExitCode, HullprintError } from '../errors.js';
import type { Size } from '../prototypes/assessment.js';

/** What an index says of one class. */
export interface IndexedClass {
  name: string;
  size: Size;
  files: string[];
}

/**
 * The classes of an index: one a vessel, or one a class of the index. Where a recording has several cuts, each is
 * a file of the class. Throws HullprintError (65) for a class without a name or of two sizes.
 */
export function classesOfIndex(
  recordings: readonly LabelledRecording[],
  by: 'vessel' | 'class',
  index: string,
): IndexedClass[] {
  const classes = new Map<string, IndexedClass>();
  for (const recording of recordings) {
    const name = recording[by];
    const { size, files, recordingId } = recording;
    if (name === '') throw unfit(index, `recording ${recordingId} has no ${by}`);
    if (size !== 'big' && size !== 'small' && size !== 'none')
      throw unfit(index, `recording ${recordingId} is ${size}: a class is big, small or none`);
    const known = classes.get(name) ?? { name, size, files: [] };
    if (known.size !== size) throw unfit(index, `${name} is ${known.size} and ${size}`);
    known.files.push(...files);
    classes.set(name, known);
  }
  return [...classes.values()];
}

function unfit(index: string, reason: string): HullprintError {
  return new HullprintError({
    operation: 'enrol from index',
    subject: index,
    reason,
    hint: 'Mend that line, leave it out, or choose other classes with --by',
    exitCode: ExitCode.data,
  });
}
