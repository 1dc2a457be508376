import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { ENDPOINT, type Line } from './line.ts';

/** How many requests a fleet answered between two virtual times, as CloudWatch counted them. */
export async function servedBy(
  { clients }: Line,
  configName: string,
  between: { from: number; to: number },
): Promise<number> {
  const minute = 60_000;
  const answer = await clients.cloudWatch.send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/SageMaker',
      MetricName: 'Invocations',
      Dimensions: [
        { Name: 'EndpointName', Value: ENDPOINT },
        { Name: 'VariantName', Value: 'AllTraffic' },
        { Name: 'EndpointConfigName', Value: configName },
      ],
      StartTime: new Date(Math.floor(between.from / minute) * minute),
      EndTime: new Date(Math.ceil(between.to / minute) * minute),
      Period: 60,
      Statistics: ['Sum'],
    }),
  );
  return (answer.Datapoints ?? []).reduce((sum, { Sum }) => sum + (Sum ?? 0), 0);
}
