"""The same checks with pandas, as one would write them who knows it well. Prints one line of JSON.

Types are given, not guessed; only an empty field is missing; the time's format is known; limits are looked up on arrays.
"""
import json
import resource
import sys
import time

import numpy as np
import pandas as pd

folder = sys.argv[1]
numbers = [f'x{index}' for index in range(27)]
types = {'id': str, 'at': str, 'kind': 'category', **dict.fromkeys(numbers, 'float64'), 'y': 'int64'}


def read(name):
    frame = pd.read_csv(f'{folder}/{name}.csv', dtype=types, na_values=[''], keep_default_na=False, memory_map=True)
    frame['at'] = pd.to_datetime(frame['at'], format='%Y-%m-%d %H:%M:%S')
    return frame


def sampled(frame):
    """Every k-th row, about 10,000."""
    return frame.iloc[::max(1, len(frame) // 10000)]


def edges_of(frame):
    sample = sampled(frame)
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
    sample = sampled(frame)
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


def offending(frame, name, mask):
    """How many rows, and the first five of them."""
    return [name, int(mask.sum()), frame.iloc[np.flatnonzero(mask)[:5]].to_dict('records')]


def expectations(frame):
    yield ['rowCount', 0 if len(frame) >= 1000 else 1]
    yield offending(frame, 'unique', frame['id'].duplicated().to_numpy())
    yield ['freshness', 0 if frame['at'].max() > pd.Timestamp('1900-01-01') else 1]
    yield ['labelRate', 0 if 0.05 <= frame['y'].mean() <= 0.5 else 1]
    yield offending(frame, 'allowedValues kind', ~frame['kind'].isin(['a', 'b', 'c', 'd']).to_numpy())
    yield offending(frame, 'matches id', ~frame['id'].str.match('^R[0-9]+$').to_numpy())
    yield offending(frame, 'sql order', (frame['x0'] >= frame['x1'] + 100).to_numpy())
    yield offending(frame, 'sql sum', ((frame['x2'] + frame['x3'] + frame['x4']).abs() >= 300).to_numpy())
    for c in numbers[:6]:
        yield offending(frame, f'nullShare {c}', frame[c].isna().to_numpy())
    for c in numbers[6:12]:
        values = frame[c].to_numpy()
        yield offending(frame, f'range {c}', (values < -50) | (values > 50))


baseline = read('baseline')
edges = edges_of(baseline)
baseline_counts = counts_of(baseline, edges)
del baseline
start, cpu = time.perf_counter(), time.process_time()
frame = read('landing')
counts = list(expectations(frame))
distances = drift(counts_of(frame, edges), baseline_counts)
power = leakage(frame)
print(json.dumps({
    'seconds': time.perf_counter() - start, 'cpuSeconds': time.process_time() - cpu,
    'megabytes': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    'verdict': 'Accepted' if max(power.values()) <= 0.98 else 'Rejected', 'rows': len(frame),
    'counts': [each[:2] for each in counts], 'distances': distances,
}))
