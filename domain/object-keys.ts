/** Keys in the *data* bucket, per model prefix. */
export const dataKeys = {
  landing: (model: string) => `landing/${model}/`,
  quarantine: (model: string, datasetId: string) => `quarantine/${model}/${datasetId}/`,
  /** The pinned object versions of one landing. */
  datasetManifest: (model: string, datasetId: string) => `datasets/${model}/${datasetId}/manifest.json`,
  /** What the data gate measured, also the baseline of the next dataset's drift. */
  datasetProfile: (model: string, datasetId: string) => `datasets/${model}/${datasetId}/profile.json`,
  /** What is kept of each part while a run measures a dataset in parts; deleted some days after. */
  datasetParts: (model: string, datasetId: string, run: string) => `parts/${model}/${datasetId}/${run}/`,
  /** What the data gate found, of the landed columns and of the features that were made of them. */
  dataEvidence: (model: string, datasetId: string) => `datasets/${model}/${datasetId}/evidence.json`,
  /** Training inputs and outputs of a run. */
  artifacts: (model: string, run: string) => `artifacts/${model}/${run}/`,
  /** What PrepareDataset made, and with which SQL: a later champion's rows are prepared by the same. */
  prepared: (model: string, run: string) => `artifacts/${model}/${run}/prepared.json`,
  /** What the run's training data and its features looked like: the baseline of drift once its version serves, or its dataset is accepted. */
  runProfile: (model: string, run: string) => `artifacts/${model}/${run}/profile.json`,
  prepareSql: (model: string, run: string) => `artifacts/${model}/${run}/prepare.sql`,
  /** Scores, evaluation and evidence of a run. */
  evaluations: (model: string, run: string) => `evaluations/${model}/${run}/`,
  /** What the candidate's container answered before it was judged. */
  probe: (model: string, run: string) => `evaluations/${model}/${run}/probe.json`,
  /** The minutes a release was judged on, and the judgement. */
  trafficEvidence: (model: string, release: string) => `evaluations/${model}/${release}/traffic.json`,
  /** Requests and answers that SageMaker wrote while a config served. */
  captures: (model: string, configName: string) => `captures/${model}/${configName}/`,
  /** Labels of predictions, which come later than these. */
  labels: (model: string) => `labels/${model}/`,
  /** Live scores of what a release made serve, as far as they were read. */
  liveScores: (model: string, release: string) => `evaluations/${model}/${release}/scores.json`,
  /** What delayed labels say of it. */
  predictionQuality: (model: string, release: string) => `evaluations/${model}/${release}/quality.json`,
} as const;

/** Keys in the *ledger* bucket. */
export const ledgerKeys = {
  /** A task token waiting for a job: named after the job. */
  wait: (jobKind: 'training' | 'transform', job: string) => `waits/${jobKind}/${job}.json`,
  /** How a run, release or rollback was started and what it found. */
  run: (run: string) => `runs/${run}.json`,
  landing: (model: string) => `models/${model}/landing.json`,
  /** Datasets that passed the data gate and whose candidate was not stopped by a gate: the training window. */
  accepted: (model: string) => `models/${model}/accepted.json`,
  lease: (model: string) => `models/${model}/lease.json`,
  champion: (model: string) => `models/${model}/champion.json`,
  desired: (model: string) => `models/${model}/desired.json`,
  /** Which releases came to AdmitRelease, by version. */
  admissions: (model: string) => `models/${model}/admissions.json`,
  paused: (model: string) => `models/${model}/paused.json`,
  /** The version that only people pin; no function may write here. */
  anchor: (model: string) => `models/${model}/anchor.json`,
  audit: (model: string, sequence: number) => `audit/${model}/${String(sequence).padStart(9, '0')}.json`,
  /** Announces a decision's record before it is appended: only records after `afterSeq` can be it. */
  auditIntent: (model: string, fingerprint: string) => `models/${model}/audited/${fingerprint}.json`,
  /** What a rollback could not write into the chain at once; reconcile does. */
  deferred: (model: string, fingerprint: string) => `models/${model}/deferred/${fingerprint}.json`,
  deferredPrefix: (model: string) => `models/${model}/deferred/`,
  auditPrefix: (model: string) => `audit/${model}/`,
  /** That people were told, on that day, of data that belongs to no model. */
  unclaimed: (prefix: string, day: string) => `unclaimed/${day}/${prefix.slice(0, 200)}told.json`,
} as const;
