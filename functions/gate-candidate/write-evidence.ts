import { type ObjectStore, uriOf } from '#aws/object-store.ts';
import { EVIDENCE_SCHEMA, type EvidenceDocument } from '#domain/evidence/evidence-document.ts';
import { modelQualityStatistics } from '#domain/evidence/model-quality-statistics.ts';
import { renderReport } from '#domain/evidence/report.ts';
import { sha256 } from '#domain/naming.ts';
import { dataKeys } from '#domain/object-keys.ts';
import type { RetrainData } from '#statemachines/retrain.data.ts';

type Judged = Pick<RetrainData, 'model' | 'run' | 'dataset' | 'prepared' | 'training' | 'evaluation'>;

/** What the evidence says of the candidate's making, and of whom it was compared with. */
export function evidenceHead(
  judged: Judged,
): Pick<EvidenceDocument, '$schema' | 'version' | 'model' | 'run' | 'dataset' | 'training' | 'champion' | 'anchor'> {
  const { model, run, dataset, prepared, training, evaluation } = judged;
  const { features, rows, trainedThrough, holdoutFrom, holdoutThrough, maturity } = prepared;
  const { jobName, imageUri, artifactUri, artifactDigest } = training;
  const { champion, anchor } = evaluation;
  return {
    $schema: EVIDENCE_SCHEMA,
    version: 1,
    model,
    run,
    dataset: { id: dataset.status === 'Pinned' ? dataset.id : '' },
    training: {
      jobName,
      imageUri,
      artifactUri,
      artifactDigest,
      features,
      rows,
      trainedThrough,
      holdoutFrom,
      ...(holdoutThrough === undefined ? {} : { holdoutThrough }),
      ...(maturity === undefined ? {} : { maturity }),
    },
    ...(champion === undefined ? {} : { champion: comparedVersion(champion) }),
    ...(anchor === undefined ? {} : { anchor: comparedVersion(anchor) }),
  };
}

function comparedVersion({ version, comparison, reason }: NonNullable<Judged['evaluation']['champion']>) {
  return { version, ...(comparison === 'Compared' || reason === undefined ? {} : { obstacle: reason }) };
}

/** Writes the evidence as a document, as a page, and in the format of SageMaker's ModelMetrics. */
export async function writeEvidence(evidence: EvidenceDocument, data: ObjectStore) {
  const folder = dataKeys.evaluations(evidence.model, evidence.run);
  const put = async (name: string, text: string, contentType: string) => {
    await data.put(`${folder}${name}`, text, { contentType });
    return { uri: uriOf(data, `${folder}${name}`), digest: sha256(text) };
  };
  const document = await put('evidence.json', JSON.stringify(evidence, null, 1), 'application/json');
  const report = await put('evidence.html', renderReport(evidence), 'text/html; charset=utf-8');
  const statistics = JSON.stringify(modelQualityStatistics(evidence.evaluation));
  return {
    evidenceUri: document.uri,
    evidenceDigest: document.digest,
    reportUri: report.uri,
    statistics: await put('statistics.json', statistics, 'application/json'),
  };
}
