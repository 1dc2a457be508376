/** Accounts of the built-in algorithms' registry, per region (SageMaker's "Docker registry paths and example code"). */
const registryAccounts: Readonly<Record<string, string>> = {
  'us-east-1': '683313688378',
  'us-east-2': '257758044811',
  'us-west-1': '746614075791',
  'us-west-2': '246618743249',
  'ca-central-1': '341280168497',
  'eu-central-1': '492215442770',
  'eu-north-1': '662702820516',
  'eu-west-1': '141502667606',
  'eu-west-2': '764974769150',
  'eu-west-3': '659782779980',
  'ap-northeast-1': '354813040037',
  'ap-northeast-2': '366743142698',
  'ap-south-1': '720646828776',
  'ap-southeast-1': '121021644041',
  'ap-southeast-2': '783357654285',
  'sa-east-1': '737474898029',
};

/**
 * The image URI of a manifest's `training.image`: `xgboost:1.7-1` is the built-in image of the region, anything else is taken as given.
 * @throws RangeError for a region whose registry is not known
 */
export function trainingImageUri(image: string, region: string): string {
  const builtIn = /^xgboost:(.+)$/.exec(image);
  if (builtIn === null) return image;
  const account = registryAccounts[region];
  if (account === undefined) {
    throw new RangeError(
      `The account of the built-in image ${image} in ${region} is not known. Give the image's full URI in training.image.`,
    );
  }
  return `${account}.dkr.ecr.${region}.amazonaws.com/sagemaker-xgboost:${builtIn[1]}`;
}
