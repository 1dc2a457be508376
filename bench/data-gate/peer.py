"""The same checks with pandas. Prints one line of JSON."""
import json
import resource
import sys
import time

import numpy as np
import pandas as pd

folder = sys.argv[1]
numbers = [f'x{index}' for index in range(27)]


def edges_of(frame):
    """Percentiles of every k-th row, of at most 50,000."""
    sample = frame.iloc[:: -(-len(frame) // 50000)]
    return {c: np.unique(np.nanpercentile(sample[c], np.arange(1, 100), method='inverted_cdf')) for c in numbers[:10]}


def counts_of(frame, edges):
    result = {}
    for c in numbers[:10]:
        values = frame[c].to_numpy()
        present = values[~np.isnan(values)]
        result[c] = (np.bincount(np.searchsorted(edges[c], present), minlength=len(edges[c]) + 1), len(values) - len(present))
    return result


def psi(now, before):
    p = (now + 0.5) / (now.sum() + 0.5 * len(now))
    q = (before + 0.5) / (before.sum() + 0.5 * len(before))
    return float(((p - q) * np.log(p / q)).sum())


def drift(now, before):
    distances = []
    for c in numbers[:10]:
        (a, missing_a), (b, missing_b) = now[c], before[c]
        tenth = np.minimum((np.cumsum(b) - b / 2) * 10 // b.sum(), 9).astype(int)
        joined = [np.concatenate([[missing], np.bincount(tenth, weights, 10)]) for missing, weights in [(missing_a, a), (missing_b, b)]]
        distances.append([f'psi {c}', psi(*joined)])
        distances.append([f'ks {c}', float(np.abs(np.cumsum(a) / a.sum() - np.cumsum(b) / b.sum()).max())])
    return distances


def leakage(frame):
    sample = frame.iloc[:: -(-len(frame) // 50000)]
    y = sample['y'].to_numpy()
    power = {}
    for c in numbers:
        values = sample[c]
        present = values.notna().to_numpy()
        ranks = values[present].rank().to_numpy()
        positive = y[present] == 1
        m, n = positive.sum(), (~positive).sum()
        auc = (ranks[positive].sum() - m * (m + 1) / 2) / (m * n)
        missing = abs((~present)[y == 1].mean() - (~present)[y == 0].mean())
        power[c] = max(auc, 1 - auc, 0.5 + missing / 2)
    kind = sample.groupby('kind')['y'].agg(['sum', 'count'])
    power['kind'] = float((kind['sum'] / kind['count']).max())
    return power


def gate(frame, baseline_counts, edges):
    counts = [['rowCount', 0], ['unique', int(frame['id'].duplicated().sum())]]
    counts.append(['freshness', 0 if frame['at'].max() > pd.Timestamp('1900-01-01') else 1])
    counts.append(['labelRate', 0 if 0.05 <= frame['y'].mean() <= 0.5 else 1])
    counts.append(['allowedValues kind', int((~frame['kind'].isin(['a', 'b', 'c', 'd'])).sum())])
    counts.append(['matches id', int((~frame['id'].str.match('^R[0-9]+$')).sum())])
    counts.append(['sql order', int((frame['x0'] >= frame['x1'] + 100).sum())])
    counts.append(['sql sum', int(((frame['x2'] + frame['x3'] + frame['x4']).abs() >= 300).sum())])
    counts += [[f'nullShare {c}', int(frame[c].isna().sum())] for c in numbers[:6]]
    counts += [[f'range {c}', int(((frame[c] < -50) | (frame[c] > 50)).sum())] for c in numbers[6:12]]
    return counts, drift(counts_of(frame, edges), baseline_counts), leakage(frame), edges_of(frame)


baseline = pd.read_csv(f'{folder}/baseline.csv', parse_dates=['at'])
edges = edges_of(baseline)
baseline_counts = counts_of(baseline, edges)
start, cpu = time.perf_counter(), time.process_time()
frame = pd.read_csv(f'{folder}/landing.csv', parse_dates=['at'])
counts, distances, power, _ = gate(frame, baseline_counts, edges)
print(json.dumps({
    'seconds': time.perf_counter() - start, 'cpuSeconds': time.process_time() - cpu,
    'megabytes': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    'verdict': 'Accepted' if max(power.values()) <= 0.98 else 'Rejected', 'rows': len(frame), 'counts': counts, 'distances': distances,
}))
