import { HullprintError } from '../errors.js';
import { startFfmpeg } from './ffmpeg-process.js';
import {
  type LiveEnd,
  type LiveInput,
  type LiveLayout,
  type LiveListener,
  monotonicMs,
} from './live-input.js';
import { parseWavHeader } from './wav-header.js';
import { withoutPassword } from './without-password.js';

/** A stream that ffmpeg can open: RTSP, HLS, Icecast. */
export class FfmpegInput implements LiveInput {
  constructor(
    private readonly url: string,
    private readonly wanted: Partial<LiveLayout>,
  ) {}

  async open(listener: LiveListener, layout: LiveLayout | undefined, signal: AbortSignal): Promise<LiveEnd> {
    // RTSP over UDP loses packets without telling.
    const transport = this.url.startsWith('rtsp') ? ['-rtsp_transport', 'tcp'] : [];
    const shown = withoutPassword(this.url);
    const ffmpeg = await startFfmpeg(shown, [...transport, '-i', this.url], layout ?? this.wanted);
    signal.addEventListener('abort', ffmpeg.kill);
    if (signal.aborted) ffmpeg.kill();
    let heard = false;
    try {
      const { sampleRateHz, channels } = await parseWavHeader(ffmpeg.reader);
      listener.opened({ sampleRateHz, channels }, shown);
      for (;;) {
        const pcm = await ffmpeg.reader.takeWhole(4 * channels);
        if (pcm.length === 0) break;
        heard = true;
        listener.packet({ pcm, arrivalMs: monotonicMs(), lostBefore: 0 });
      }
    } catch (error) {
      if (error instanceof HullprintError) throw error;
      // No header: ffmpeg's own words say why.
    } finally {
      signal.removeEventListener('abort', ffmpeg.kill);
      ffmpeg.kill();
    }
    const { succeeded, lastWords } = await ffmpeg.ended;
    const message = succeeded ? 'the stream ended' : lastWords.replaceAll(this.url, shown);
    return { reason: heard ? 'restart' : 'device-lost', message };
  }
}
