import { expect, test } from 'vitest';
import { readDataSet } from '../../src/datasets/read-data-set.js';
import { labelByLength } from '../../src/datasets/vessel-lengths.js';
import { folderOf } from './miniature.js';

const lines = (...rows: string[]) => `${rows.join('\n')}\n`;

/** The folders of the whole data set: one a recording, named by date and id, with files named by time. */
const whole = () =>
  folderOf({
    'Cargo/cargo-metafile': lines(
      '1,70,SEASPAN ONE,20171104,203623,458,1583-1981,',
      // The same time of another day; ids of folders and rows differ.
      '2,70,HALIFAX,20171105,203623,297,642-1520,',
      '5,76,ELBE HUNTER 218821000,20171107,000452,208,477-1241,\t',
      '5,70,KITE,20171107,111158,736,1481-1592,',
    ),
    'Cargo/20171104-3/203623.wav': 0.1,
    'Cargo/20171107a-5/000452.wav': 0.1,
    'Cargo/20171109-9/120000.wav': 0.1,
    'Passenger/passengership-metafile': lines(
      '1,60,QUEEN OF,20160505,125658,37,1593-1730,',
      '2,69,COLUMBIA ,20160603,042208,458,1999-1986',
    ),
    'Passenger/20160505-1/125658.wav': 0.1,
    'Passenger/20160603-2/042209.wav': 0.1,
    'Passenger/._notes.wav': 'left by a Mac',
    'Tug/tug-metafile': '1,52,SEASPAN QUEEN,20171104,200959,636,1315-1922,\n\n\n',
    'Tug/20171104-1/200959.wav': 0.1,
    'README.wav': 0.1,
  });

test('DeepShip gets vessel, time and size from its meta files, by date and time', async () => {
  const { recordings, leftOut } = await readDataSet(whole(), 'deepship');
  expect(
    recordings.map(({ recordingId, class: type, vessel, size }) => [recordingId, type, vessel, size]),
  ).toEqual([
    ['deepship:Cargo/20171104-3/203623.wav', 'cargo', 'SEASPAN ONE', 'big'],
    ['deepship:Cargo/20171107a-5/000452.wav', 'cargo', 'ELBE HUNTER', 'big'],
    ['deepship:Passenger/20160505-1/125658.wav', 'passengership', 'QUEEN OF', 'unlabelled'],
    ['deepship:Passenger/20160603-2/042209.wav', 'passengership', 'COLUMBIA', 'unlabelled'],
    ['deepship:Tug/20171104-1/200959.wav', 'tug', 'SEASPAN QUEEN', 'small'],
  ]);
  expect(recordings[0]!.startMs).toBe(Date.UTC(2017, 10, 4, 20, 36, 23));
  expect(leftOut).toEqual([
    {
      subject: 'Cargo/20171109-9/120000.wav',
      reason: expect.stringContaining('no row of 20171109 at 120000'),
    },
    { subject: 'README.wav', reason: 'its folder has no meta file' },
  ]);
});

test('a length from AIS goes before the type', async () => {
  const dataSet = labelByLength(
    await readDataSet(whole(), 'deepship'),
    new Map([
      ['COLUMBIA', 127],
      ['QUEEN OF', 60],
      ['SEASPAN ONE', 49],
    ]),
  );
  const sizes = new Map(dataSet.recordings.map(({ vessel, size }) => [vessel, size]));
  expect(sizes.get('COLUMBIA')).toBe('big');
  expect(sizes.get('QUEEN OF')).toBe('medium');
  expect(sizes.get('SEASPAN ONE')).toBe('small');
  expect(sizes.get('SEASPAN QUEEN')).toBe('small');
});

test('numbered DeepShip, as on GitHub, is matched by number and length, and left out where two vessels fit', async () => {
  const folder = folderOf({
    'Tanker/tanker-metafile': lines(
      '9,80, SONGA,20160602,203639,3,1850-1981,',
      '20,82,AQUARIUS,20160702,225342,4,1212-1990,',
      '22,84,DAISY,20160703,163943,2,1921-1818,',
      '35,89,KIRKE ,20160831,210639,5,1502-1441,',
      '37,89,KIRKE ,20160906,083920,5,92-24,',
      '52,82,CHERRY,20161106,200001,1,1707-1638,',
      // The ids begin anew.
      '9,80,LATER,20171204,222708,9,1587-1409,',
      '48,89,KIRKE,20180413,212814,1,912-982,',
    ),
    'Tanker/9.wav': 3,
    'Tanker/21.wav': 2,
    'Tanker/36.wav': 5,
    'Tanker/50.wav': 1,
    'Tanker/51.wav': 7,
    'Tanker/52.wav': 'no sound at all',
    'Tanker/notes about.wav': 1,
  });
  const { recordings, leftOut } = await readDataSet(folder, 'deepship');
  expect(recordings.map(({ paths, vessel }) => [paths[0], vessel])).toEqual([
    ['Tanker/21.wav', 'DAISY'],
    ['Tanker/36.wav', 'KIRKE'],
    ['Tanker/9.wav', 'SONGA'],
  ]);
  expect(recordings[0]!.startMs).toBe(Date.UTC(2016, 6, 3, 16, 39, 43));
  // The vessel is sure, which of the two passages is not.
  expect(recordings[1]!.startMs).toBeNull();
  expect(leftOut).toEqual([
    { subject: 'Tanker/50.wav', reason: expect.stringContaining('rows of 2 vessels with an id near 50') },
    { subject: 'Tanker/51.wav', reason: expect.stringContaining('no row of tanker-metafile') },
    { subject: 'Tanker/52.wav', reason: expect.stringContaining('it is not a WAV') },
    { subject: 'Tanker/notes about.wav', reason: expect.stringContaining('neither yyyymmdd-ID/hhmmss.wav') },
  ]);
});

test.each([
  ['1,70,NAME,2017110,203623,458,1583-1981,', 'no row of one'],
  ['1,70,NAME,20171304,203623,458,1583-1981,', 'no row of one'],
  ['1,NAME,20171104', 'no row of one'],
])('a meta file with the row %s is refused, naming the line', async (row, words) => {
  const folder = folderOf({
    'Tug/tug-metafile': lines('1,52,FIRST,20171104,200959,636,1-2,', row),
    'Tug/1.wav': 1,
  });
  const reading = readDataSet(folder, 'deepship');
  await expect(reading).rejects.toMatchObject({ exitCode: 65 });
  await expect(reading).rejects.toThrow(`line 2 is ${words}`);
});
