import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gather, publish } from '../../../bench/findings/gather.js';
import { type Job, jobsOf, type MaeJob, nameOf } from '../../../bench/findings/jobs.js';
import { ARMS } from '../../../bench/findings/mae/arms.js';
import { fineTuningEpisodes } from '../../../bench/findings/mae/fine-tune.js';
import { runAll } from '../../../bench/findings/pool.js';
import { RECIPE_ARMS } from '../../../bench/findings/recipe/arms.js';
import { FULL } from '../../../bench/findings/settings.js';
import { SMALL } from '../../../bench/findings/settings-small.js';
import { fleetOf, subjectOf } from '../../../bench/findings/subjects.js';
import { type MaeResult, work } from '../../../bench/findings/work.js';
import { keepSettings, readResult, resultPath, writeResult } from '../../../bench/findings/work-folder.js';
import { useEngine } from '../../../src/embedding/backends/engine.js';

/** The whole way in little, ships alone: every arm and every variant, on plain JavaScript. */
describe('npm run findings, in little', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hullprint-findings-'));
  const folders = { work: folder, omniglot: null };
  const jobs = jobsOf(SMALL).filter(({ field }) => field === 'ships');
  beforeAll(async () => {
    await import('@tensorflow/tfjs-backend-cpu');
    await useEngine('cpu');
    await fleetOf('first', SMALL, folders, 2);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  test('supports are of other vessels than the query, and no vessel asked was learnt from', async () => {
    const { base, validation, test: asked } = await subjectOf(jobs[0] as MaeJob, SMALL, folders);
    const learnt = new Set(base.map(({ group }) => group));
    for (const { items, tasks } of [validation, asked]) {
      for (const { group } of items) expect(learnt.has(group)).toBe(false);
      for (const task of Object.values(tasks).flat()) {
        expect(task.map(({ query }) => items[query]!.stratum)).toEqual(['big', 'small']);
        for (const { query, support } of task) {
          expect(new Set(support).size).toBe(support.length);
          expect(support.map((place) => items[place]!.stratum)).not.toContain(
            items[query]!.stratum === 'big' ? 'small' : 'big',
          );
          expect(support.map((place) => items[place]!.group)).not.toContain(items[query]!.group);
        }
      }
    }
  });

  test('does every job, gathers them, and writes the page with its pictures', {
    timeout: 240_000,
  }, async () => {
    for (const job of jobs)
      writeResult(folder, job, { commit: 'none', device: 'test', ...(await work(job, SMALL, folders)) });
    const results = await gather(SMALL, folders);
    const { ships, characters } = results.mae;
    expect(characters).toBeNull();
    for (const { arms, verdict } of Object.values(ships!)) {
      expect(Object.keys(arms)).toEqual([...ARMS]);
      expect(['unsuitable', 'suitable', 'inconclusive']).toContain(verdict);
      expect(arms.mae!.cells).toHaveLength(27);
      expect(arms.plain!.cells).toHaveLength(9);
      expect(arms.mae!.losses.every(Number.isFinite)).toBe(true);
    }
    expect(results.iept.ships[0]!.differences.length).toBeGreaterThan(0);
    expect(results.recipe!.arms.map(({ arm }) => arm)).toEqual([...RECIPE_ARMS]);
    expect(results.recipe!.arms[0]!.byShots.map(({ shots }) => shots)).toEqual([1]);
    expect(results.recipe!.arms.map(({ verdict }) => verdict.beside === null)).toEqual([true, false, false]);
    expect(results.mutual!.events.ways.map(({ way }) => way)).toContain('mutual');
    const to = {
      results: join(folder, 'kept.json'),
      page: join(folder, 'FINDINGS.md'),
      pictures: join(folder, 'pictures'),
    };
    publish(results, SMALL, folders, to);
    expect(JSON.parse(readFileSync(to.results, 'utf8'))).toEqual(JSON.parse(JSON.stringify(results)));
    const page = readFileSync(to.page, 'utf8');
    for (const [, picture] of page.matchAll(/\]\(pictures\/(findings-\S*ships\.png)\)/g)) {
      expect(existsSync(join(to.pictures, picture!))).toBe(true);
    }
    expect(page).toContain(`| E. prototypical`);
    expect(page).not.toMatch(/undefined|NaN/);
  });

  test('the same job gives the same answers', async () => {
    const job = jobs.find((one) => one.study === 'mae' && one.arm === 'mae')!;
    const again = await work(job, SMALL, folders);
    expect({ ...again, seconds: 0 }).toEqual({
      ...readResult(folder, job),
      commit: undefined,
      device: undefined,
      seconds: 0,
    });
  });

  test('goes on where it was stopped, in processes of their own, and begins nothing after a failure', async () => {
    const plain = jobs.filter((job) => job.study === 'mae' && job.arm === 'plain');
    const before = readResult(folder, plain[0]!) as MaeResult;
    rmSync(resultPath(folder, plain[0]!));
    const done: string[] = [];
    const options = { workers: 1, size: 'small' as const, onDone: (job: Job) => done.push(nameOf(job)) };
    await runAll(plain, folders, options);
    expect(done).toEqual([nameOf(plain[0]!)]);
    expect((readResult(folder, plain[0]!) as MaeResult).probes).toEqual(before.probes);
    const characters = jobsOf(SMALL).filter(({ field }) => field === 'characters');
    await expect(runAll(characters.slice(0, 3), folders, options)).rejects.toThrow(
      /its process ended with 1/,
    );
    expect(done).toHaveLength(1);
  });

  test('fine-tuning asks of other vessels than it was taught by', async () => {
    const { test: asked } = await subjectOf(jobs[0] as MaeJob, SMALL, folders);
    for (const { support, queries } of fineTuningEpisodes(asked, 5, {
      ...FULL.maeShips.fineTuning,
      episodes: 2,
    })) {
      const taught = support.flatMap((one) => one.support.map((place) => asked.items[place]!.group));
      for (const { way, place } of queries) {
        expect(taught).not.toContain(asked.items[place]!.group);
        expect(asked.items[place]!.stratum).toBe(['big', 'small'][way]);
      }
    }
  });

  test('names are of one job each, and a folder begun with other settings is refused', () => {
    const names = jobsOf(SMALL).map(nameOf);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('recipe-one-view-of-each-example-1');
    expect(names).toContain('iept-characters-1-auxiliary-iept-1');
    keepSettings(folder, SMALL);
    keepSettings(folder, SMALL);
    expect(() => keepSettings(folder, { ...SMALL, clips: 720 })).toThrow(/other settings/);
  });
});
