/** Decidecade bands, `[bands]` each (IEC 61260-1:2014, base 10). */
export interface DecidecadeBands {
  /** Exact centres, 1000·10^(n/10) Hz. */
  centreHz: number[];
  lowHz: number[];
  highHz: number[];
  /** As people write them: "63 Hz", "2.5 kHz". */
  names: string[];
}

const nominal = [1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8];

/** The bands from centre 10 Hz up to the last that ends below the Nyquist frequency of the rate. */
export function decidecadeBands(sampleRateHz: number): DecidecadeBands {
  return decidecadesBetween(10, sampleRateHz / 2);
}

/** The bands from the one centred at `lowestHz` up to the last whose upper edge is at most `highestHz`. */
export function decidecadesBetween(lowestHz: number, highestHz: number): DecidecadeBands {
  const bands: DecidecadeBands = { centreHz: [], lowHz: [], highHz: [], names: [] };
  for (let n = Math.round(10 * Math.log10(lowestHz / 1000)); ; n++) {
    const centreHz = 1000 * 10 ** (n / 10);
    const highHz = centreHz * 10 ** 0.05;
    if (highHz > highestHz) return bands;
    bands.centreHz.push(centreHz);
    bands.lowHz.push(centreHz * 10 ** -0.05);
    bands.highHz.push(highHz);
    bands.names.push(nominalName(n));
  }
}

function nominalName(n: number): string {
  const decade = Math.floor(n / 10);
  const hz = nominal[n - 10 * decade] * 10 ** (decade + 3);
  return hz < 1000 ? `${Number(hz.toPrecision(3))} Hz` : `${Number((hz / 1000).toPrecision(3))} kHz`;
}

/** Edges `[low, high]` of each band. */
export function edgesOf(bands: DecidecadeBands): [number, number][] {
  return bands.lowHz.map((lowHz, band) => [lowHz, bands.highHz[band]]);
}
