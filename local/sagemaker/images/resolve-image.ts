import { fileURLToPath } from 'node:url';
import type { Cloud } from '../../cloud.ts';
import { type Image, imageFile, readImageFile } from './image-file.ts';

/** No command on this machine stands for the image. */
export class UnknownImageError extends Error {
  override readonly name = 'UnknownImageError';
}

/** The supported versions of SageMaker's built-in XGBoost, of any account and region. */
const XGBOOST = /(^|\/)sagemaker-xgboost:(1\.7-1|3\.0-5)$/;

/**
 * The commands an image URI stands for: the built-in XGBoost, or an entry of the image file (the exact URI first, then
 * the longest pattern that fits). The file is read anew each time.
 * @throws UnknownImageError when nothing maps it
 * @throws ImageFileError when the image file is unreadable
 */
export function resolveImage(cloud: Pick<Cloud, 'store'>, imageUri: string): Image {
  const file = imageFile(cloud);
  const images = readImageFile(file);
  const fitting = [...images.keys()]
    .filter((pattern) => fits(pattern, imageUri))
    .sort((left, right) => right.length - left.length)[0];
  const found = images.get(imageUri) ?? (fitting === undefined ? undefined : images.get(fitting));
  if (found !== undefined) return found;
  if (XGBOOST.test(imageUri))
    return { train: builtIn('train.ts'), serve: builtIn('serve.ts'), serveWatchesInput: true };
  throw new UnknownImageError(
    `No command on this machine stands for the image ${imageUri}. Map it to one in ${file}: {"${imageUri}": {"train": ["program", "argument"], "serve": ["program"]}}.`,
  );
}

function builtIn(file: string): [string, string] {
  return [process.execPath, fileURLToPath(new URL(`../../images/xgboost/${file}`, import.meta.url))];
}

function fits(pattern: string, imageUri: string): boolean {
  const source = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`).test(imageUri);
}
