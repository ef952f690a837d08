import type { DataSet, LabelledRecording, LeftOut } from './labelled-recording.js';
import { faultOf, hashAudio, measureAudio } from './measure-audio.js';

/** A recording that was looked into, all its cuts together. */
export interface SurveyedRecording extends LabelledRecording {
  seconds: number;
  /** SHA-256 of the decoded samples of each cut, in the order of `files`; empty when they were not asked for. */
  audio: string[];
}

export interface SurveyOptions {
  /** Decode all and hash it; otherwise WAV headers tell the lengths. */
  hash: boolean;
  /** Called with the number of recordings that are done. */
  onProgress?: (done: number) => void;
}

/**
 * Looks into the files of a data set. A recording with a file that cannot be read is left out, with the reason.
 * Throws HullprintError (69) when a file takes ffmpeg and there is none.
 */
export async function surveyDataSet(
  dataSet: DataSet,
  { hash, onProgress }: SurveyOptions,
): Promise<{ recordings: SurveyedRecording[]; leftOut: LeftOut[] }> {
  const recordings: SurveyedRecording[] = [];
  const leftOut = [...dataSet.leftOut];
  for (const [index, recording] of dataSet.recordings.entries()) {
    const surveyed = { ...recording, seconds: 0, audio: [] as string[] };
    const fault = await firstFault(surveyed, hash);
    if (fault) leftOut.push(fault);
    else recordings.push(surveyed);
    onProgress?.(index + 1);
  }
  return { recordings, leftOut };
}

async function firstFault(recording: SurveyedRecording, hash: boolean): Promise<LeftOut | null> {
  for (const [cut, file] of recording.files.entries()) {
    try {
      const { seconds, audio } = hash
        ? await hashAudio(file)
        : { ...(await measureAudio(file)), audio: null };
      recording.seconds += seconds;
      if (audio) recording.audio.push(audio);
    } catch (error) {
      return { subject: recording.paths[cut], reason: faultOf(error) };
    }
  }
  return null;
}
