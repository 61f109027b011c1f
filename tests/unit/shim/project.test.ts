import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { root } from '@/scripts/project.mjs';

const folder = join(root, 'native-shim');
const target = z.object({
  sources: z.array(z.object({ path: z.string() })),
  dependencies: z.array(z.object({ target: z.string() })).default([]),
  info: z.object({ properties: z.record(z.string(), z.unknown()) }).optional(),
});
const project = z
  .object({
    configFiles: z.record(z.string(), z.string()),
    fileGroups: z.array(z.string()),
    targets: z.record(z.string(), target),
    schemes: z.record(
      z.string(),
      z.object({ build: z.object({ targets: z.record(z.string(), z.unknown()) }) }),
    ),
  })
  .parse(parse(read('project.yml')));
const info = project.targets['Ringway']?.info?.properties ?? {};

/** @param {string} file */
function read(file: string) {
  return readFileSync(join(folder, file), 'utf8');
}

describe('the description of the Xcode project', () => {
  test('names what is there', () => {
    const paths = [
      ...Object.values(project.configFiles),
      ...project.fileGroups,
      ...Object.values(project.targets).flatMap(({ sources }) => sources.map(({ path }) => path)),
    ];
    expect(paths.filter((path) => !existsSync(join(folder, path)))).toEqual([]);
    const targets = Object.keys(project.targets);
    const named = [
      ...Object.values(project.targets).flatMap(({ dependencies }) =>
        dependencies.map((dependency) => dependency.target),
      ),
      ...Object.values(project.schemes).flatMap(({ build }) => Object.keys(build.targets)),
    ];
    expect(targets).toEqual(expect.arrayContaining(named));
  });

  test('takes what is a person’s from one file, and every setting of ours from there', () => {
    const settings = [...read('Ringway.xcconfig').matchAll(/^(\w+) *=/gm)].map(([, name]) => name);
    const used = [...read('project.yml').matchAll(/\$\((RINGWAY_\w+)\)/g)].map(([, name]) => name);
    expect(new Set(settings)).toEqual(
      new Set([...used, 'PRODUCT_BUNDLE_IDENTIFIER', 'DEVELOPMENT_TEAM']),
    );
  });

  test('gives the app what it reads at launch', () => {
    const keys = [...read('App/RingwayApp.swift').matchAll(/setting\("(\w+)"\)/g)];
    expect(keys.length).toBeGreaterThan(0);
    for (const [, key] of keys) expect(info).toHaveProperty(String(key));
    expect(JSON.stringify(info['UIApplicationSceneManifest'])).toContain('RingwayScene');
    expect(read('App/RingwayApp.swift')).toContain('class RingwayScene');
  });

  test('says in both languages what microphone and camera are for', () => {
    const usages = Object.keys(info).filter((key) => key.endsWith('UsageDescription'));
    for (const language of ['en', 'zh-Hans']) {
      const words = read(`App/Resources/${language}.lproj/InfoPlist.strings`);
      for (const usage of usages) expect(words).toMatch(new RegExp(`^${usage} = ".+";$`, 'm'));
      expect(read(`App/Resources/${language}.lproj/unreachable.html`)).toContain('<a href="/">');
    }
  });

  test('has every picture that its catalogue names, and the app’s icon whole', () => {
    const catalogue = join(folder, 'App/Resources/Assets.xcassets');
    const contents = z.object({
      images: z.array(z.object({ filename: z.string() })).default([]),
    });
    for (const set of readdirSync(catalogue).filter((name) => name !== 'Contents.json')) {
      const text = readFileSync(join(catalogue, set, 'Contents.json'), 'utf8');
      for (const { filename } of contents.parse(JSON.parse(text)).images) {
        expect(existsSync(join(catalogue, set, filename)), `${set}/${filename}`).toBe(true);
      }
    }
    const icon = readFileSync(join(catalogue, 'AppIcon.appiconset/icon-1024.png'));
    expect([icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual([1024, 1024]);
    const colourType = icon.readUInt8(25);
    expect(colourType, 'no transparency: the App Store refuses it').toBe(2);
  });
});

test('the workflow for a Mac can be read', () => {
  const workflow: unknown = parse(readFileSync(join(root, '.github/workflows/shim.yml'), 'utf8'));
  expect(workflow).toHaveProperty('jobs.build.steps');
});
