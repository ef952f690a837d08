import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kindOfDataSet, readDataSet } from '../../src/datasets/read-data-set.js';
import { folderOf } from './miniature.js';

const shipsEar = (separator = ',') =>
  folderOf({
    'shipsEar.csv': [
      'ID,Filename,Name,Type',
      '6,6__10_07_13_marDeCangas_Entra.wav,Mar de Cangas (Entering),Passengers',
      '15,15__10_07_13_radaUno_Pasa.wav,Rada Uno (Passing),Tugboat',
      '33,33__19_07_13_lanchaDuda_Sale.wav,Duda (going out),Motorboat',
      '39,39__19_07_13_lanchaMotora_Entra.wav,Motorboat Duda (arrives),Motorboat',
      '51,51__23_07_13_H3_lancha2.wav,Motorboat2 (interf),Motorboat',
      '72,72__23_07_13_H3_lancha2.wav,Motorboat 2,Motorboat',
      '73,73__23_07_13_H3_pesqMariCarmen.wav,Mari Carmen fishboat,Fishboat',
      '78,78__23_07_13_H3_vikingChance.wav,Viking Chance,RORO',
      '81,81__25_09_13_H3_corriente.wav,Maximum Flow,Natural ambient noise',
      '94,94__A__Draga_2.wav,Moanha tests sample 2,Dredger',
    ]
      .join('\n')
      .replaceAll(',', separator),
    'shipsEar_AUDIOS/6__10_07_13_marDeCangas_Entra.wav': 0.1,
    'shipsEar_AUDIOS/15__10_07_13_radaUno_Pasa.wav': 0.1,
    'shipsEar_AUDIOS/33__19_07_13_lanchaDuda_Sale.wav': 0.1,
    'shipsEar_AUDIOS/39__19_07_13_lanchaMotora_Entra.wav': 0.1,
    'shipsEar_AUDIOS/51__23_07_13_H3_lancha2.wav': 0.1,
    'shipsEar_AUDIOS/Motorboat_72__23_07_13_H3_lancha2.wav': 0.1,
    'shipsEar_AUDIOS/73__23_07_13_H3_pesqMariCarmen.wav': 0.1,
    'shipsEar_AUDIOS/78__23_07_13_H3_vikingChance.wav': 0.1,
    'shipsEar_AUDIOS/81__25_09_13_H3_corriente.wav': 0.1,
    'shipsEar_AUDIOS/94__A__Draga_2.wav': 0.1,
    'shipsEar_AUDIOS/99__unknown.wav': 0.1,
  });

test.each([',', ';'])('ShipsEar gets vessel and size from its table, saved with %s', async (separator) => {
  const folder = shipsEar(separator);
  expect(await kindOfDataSet(folder)).toBe('shipsear');
  const { recordings, leftOut } = await readDataSet(folder, 'shipsear');
  const labels = new Map(
    recordings.map(({ paths, vessel, size }) => [/\d+/.exec(paths[0]!)![0], `${vessel} ${size}`]),
  );
  expect(Object.fromEntries(labels)).toEqual({
    6: 'MAR DE CANGAS unlabelled',
    15: 'RADA UNO small',
    33: 'DUDA small',
    39: 'DUDA small',
    51: 'MOTORBOAT2 small',
    72: 'MOTORBOAT2 small',
    73: 'MARI CARMEN small',
    78: 'VIKING CHANCE big',
    81: ' none',
    94: 'MOANHA unlabelled',
  });
  expect(recordings.find(({ vessel }) => vessel === 'RADA UNO')!.startMs).toBe(Date.UTC(2013, 6, 10));
  expect(leftOut).toEqual([
    { subject: 'shipsEar_AUDIOS/99__unknown.wav', reason: 'shipsEar.csv has no ID 99' },
  ]);
});

test('IARA gets size from the length of the ship, background from its collection', async () => {
  const folder = folderOf({
    'iara.csv': [
      'IARA ID,Dataset,Recording time,Rain,Rain state,Wind,Sea state,Name,CPA time,Ship ID,SHIPTYPE,DETAILED TYPE,Length',
      '0001,A,282,0,No rain,2.7,2,PACER,150,323,Special Craft,Anchor Handling Vessel,74',
      '0002,A,300,0,No rain,8.1,4,PILOT 10,150,453,Special Craft,Pilot Vessel,11',
      '0076,A,211,0,No rain,0.4,1,ANITA,61,23,Tanker ,Oil Products Tanker,228',
      '1281,D,300,0,No rain,4.6,3,SHADOW, - ,530,Passenger,Passenger Ship, - ',
      '1446,E,300,0,No rain,2.1,1, - , - , - , - , - , - ',
      '1707,F,300, - , - , - , - ,BOW,150,69,Tanker,Oil/Chemical Tanker,142',
    ].join('\n'),
    'A/A-0001.wav': 0.1,
    'A/A-0002.wav': 0.1,
    'A/A-0076.wav': 0.1,
    'D/D-1281.wav': 0.1,
    'E/E-1446.wav': 0.1,
    'F/F-1707.wav': 0.1,
    'F/F-1999.wav': 0.1,
  });
  expect(await kindOfDataSet(folder)).toBe('iara');
  const { recordings, leftOut } = await readDataSet(folder, 'iara');
  expect(recordings.map(({ vessel, size, site }) => [vessel, size, site])).toEqual([
    ['PACER', 'medium', 'iara observatories'],
    ['PILOT 10', 'small', 'iara observatories'],
    ['ANITA', 'big', 'iara observatories'],
    ['SHADOW', 'unlabelled', 'iara observatories'],
    ['', 'none', 'iara observatories'],
    ['BOW', 'big', 'iara gliders'],
  ]);
  expect(leftOut).toEqual([{ subject: 'F/F-1999.wav', reason: 'iara.csv has no IARA ID 1999' }]);
});

test('a folder per class gives class, vessel and cuts by its levels', async () => {
  const folder = folderOf({
    'tug/ROBUST/a.wav': 0.1,
    'tug/ROBUST/passage 2/cut1.wav': 0.1,
    'tug/ROBUST/passage 2/cut2.wav': 0.1,
    'Tanker/b.wav': 0.1,
    'none/c.wav': 0.1,
    'pod/d.wav': 0.1,
    'stray.wav': 0.1,
  });
  expect(await kindOfDataSet(folder)).toBe('folders');
  const { recordings, leftOut } = await readDataSet(folder, 'folders');
  expect(recordings.map(({ class: type, vessel, size, paths }) => [type, vessel, size, paths])).toEqual([
    ['Tanker', '', 'big', ['Tanker/b.wav']],
    ['none', '', 'none', ['none/c.wav']],
    ['pod', '', 'unlabelled', ['pod/d.wav']],
    ['tug', 'ROBUST', 'small', ['tug/ROBUST/a.wav']],
    ['tug', 'ROBUST', 'small', ['tug/ROBUST/passage 2/cut1.wav', 'tug/ROBUST/passage 2/cut2.wav']],
  ]);
  expect(leftOut).toEqual([{ subject: 'stray.wav', reason: 'it lies in no class folder' }]);
});

test('a folder with an index.csv is an index', async () => {
  const folder = folderOf({
    'index.csv': 'path,source,class,size,vessel,recording_id\na.wav,pier,tug,small,ROBUST,r1\n',
    'a.wav': 0.1,
  });
  expect(await kindOfDataSet(folder)).toBe('index');
  expect((await readDataSet(folder, 'index')).recordings).toHaveLength(1);
  expect(await kindOfDataSet(join(folder, 'index.csv'))).toBe('index');
});

test.each([
  ['shipsear', { '1__a.wav': 0.1 }, 65, 'Save shipsEar.xlsx as a CSV file'],
  ['shipsear', { 't.csv': 'ID,Name,Type\nsix,A,Tugboat\n', '1__a.wav': 0.1 }, 65, 'line 2, column id: "six"'],
  ['iara', { 'A/A-0001.wav': 0.1 }, 65, 'there is no iara.csv'],
  [
    'iara',
    {
      'iara.csv':
        'IARA ID,Dataset,Name,Ship ID,SHIPTYPE,DETAILED TYPE,Length\n1,A,X,2,Tug,Tug,30\n2,A,Y,3,Tug,Tug,long\n',
      'A/A-0002.wav': 0.1,
    },
    65,
    'line 3, column Length: "long"',
  ],
  ['deepship', { 'Cargo/1.wav': 0.1 }, 66, 'no folder in it holds a meta file'],
  ['folders', { 'notes.txt': '' }, 66, 'it holds no recording'],
] as const)('a bad %s is refused, saying where', async (kind, files, exitCode, words) => {
  const reading = readDataSet(folderOf(files), kind);
  await expect(reading).rejects.toMatchObject({ name: 'HullprintError', exitCode });
  await expect(reading).rejects.toThrow(words);
});

test('a folder that is not there is no input', async () => {
  await expect(kindOfDataSet('/nowhere')).rejects.toMatchObject({ exitCode: 66 });
  await expect(readDataSet('/nowhere', 'folders')).rejects.toThrow('there is no such file or folder');
});
