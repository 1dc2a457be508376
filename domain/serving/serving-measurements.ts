import type { ProbeDocument } from './probe-document.ts';

/** What was measured of the candidate as it would serve. */
export interface ServingMeasurements {
  /** Bytes of model.tar.gz; undefined when it is not in S3. */
  readonly artifactBytes?: number | undefined;
  /** What its container answered; undefined when it was not probed. */
  readonly probe?: ProbeDocument | undefined;
}

/** Why there is nothing to judge a gate by that asks a container. */
export const NOT_PROBED =
  'The candidate was not probed: its run is older than this gate, or its probe is gone. Retrain, and it is.';
