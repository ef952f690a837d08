import { z } from 'zod';
import { LOW_CUT_LIMITS_HZ, TILT_LIMITS_DB_PER_DECADE } from '../features/recorder-response.js';
import { name } from './name.js';

const [leastTilt, mostTilt] = TILT_LIMITS_DB_PER_DECADE;
const [leastLowCut, mostLowCut] = LOW_CUT_LIMITS_HZ;

const calibration = z
  .strictObject({
    sensitivityDb: z.number().negative().describe('Sensitivity of the hydrophone, dB re 1 V/µPa, e.g. -180'),
    gainDb: z.number().default(0).describe('Gain between hydrophone and converter, dB'),
    fullScaleVolts: z.number().positive().describe('Voltage at the converter that gives a sample of 1'),
  })
  .describe('Without it, levels are given re full scale and marked uncalibrated');

const MINUTES_A_DAY = 1440;

const dutyCycle = z
  .strictObject({
    listenMinutes: z.number().min(0.2).describe('How long it listens at the beginning of each cycle, min'),
    everyMinutes: z
      .number()
      .max(MINUTES_A_DAY)
      .describe('A cycle, min, counted from 00:00 UTC on 1 January 1970'),
  })
  .refine(({ listenMinutes, everyMinutes }) => listenMinutes < everyMinutes, {
    path: ['listenMinutes'],
    message: 'less than everyMinutes; leave dutyCycle out to listen always',
  });

/** What the configuration says of one hydrophone. */
export const channelConfig = z
  .strictObject({
    name: name.describe('Name of the hydrophone; part of its topics'),
    source: z
      .string()
      .min(1)
      .describe(
        'portaudio:<device name or part of it>, file:<path>, stdin:, ffmpeg:<url> or simulate:<scenario>',
      ),
    input: z.int().positive().default(1).describe('Which input of a source with several, from 1'),
    sampleRateHz: z
      .int()
      .min(8000)
      .max(384_000)
      .optional()
      .describe('Rate to ask a device for, Hz, and the rate of stdin:; files have their own'),
    format: z
      .enum(['s16le', 's24le', 's32le', 'f32le'])
      .default('s16le')
      .describe('How the samples of stdin: are written'),
    realtime: z
      .union([z.boolean(), z.number().positive()], 'true, false or a number of times faster')
      .default(false)
      .describe(
        'Play a file or a simulation at its own pace, or a number of times faster; false: as fast as it goes',
      ),
    calibration: calibration.optional(),
    dutyCycle: dutyCycle
      .optional()
      .describe(
        'To save power, listen to a device or stream for a part of the time; what is left out stands in effort',
      ),
    recorderTilt: z
      .union(
        [z.enum(['auto', 'off']), z.number().min(leastTilt).max(mostTilt)],
        `auto, off or a number from ${leastTilt} to ${mostTilt}`,
      )
      .default('auto')
      .describe(
        'How the response of hydrophone and recorder rises, dB a decade, to be taken off: estimated from what is heard, not at all, or as you know it',
      ),
    recorderLowCut: z
      .number(`a number from ${leastLowCut} to ${mostLowCut}`)
      .min(leastLowCut)
      .max(mostLowCut)
      .optional()
      .describe(
        'Corner of a steep low-cut (24 dB an octave) of the recorder, Hz, to be taken off as well; only beside a recorderTilt that is a number',
      ),
  })
  .refine(
    ({ recorderTilt, recorderLowCut }) => recorderLowCut === undefined || typeof recorderTilt === 'number',
    {
      path: ['recorderLowCut'],
      message:
        'goes with a recorderTilt that is a number (0 for none): auto finds the low-cut itself, off takes nothing off',
    },
  )
  .refine(({ source, dutyCycle }) => !dutyCycle || /^(portaudio|ffmpeg):/.test(source), {
    path: ['dutyCycle'],
    message: 'only a device (portaudio:) or a stream (ffmpeg:) can rest',
  });
