"""The same numbers with scikit-learn, scipy and numpy. Reads the raw arrays beside it, prints one line of JSON per run."""
import json
import sys
import time
import warnings

import numpy as np
from scipy import special, stats
from sklearn import linear_model, metrics

warnings.simplefilter('ignore')
folder, runs = sys.argv[1], int(sys.argv[2])
labels = np.fromfile(f'{folder}/labels.bin', dtype='<f8')
candidate = np.fromfile(f'{folder}/candidate.bin', dtype='<f8')
champion = np.fromfile(f'{folder}/champion.bin', dtype='<f8')
days = np.fromfile(f'{folder}/days.bin', dtype='<u4').astype(np.int64)
slices = [np.fromfile(f'{folder}/slice{index}.bin', dtype='<u4') for index in range(2)]


def placements(y, scores):
    """DeLong's placements by midranks (Sun and Xu 2014)."""
    ranks = stats.rankdata(scores)
    positive = y == 1
    m = positive.sum()
    n = len(y) - m
    values = np.empty(len(y))
    values[positive] = (ranks[positive] - stats.rankdata(scores[positive])) / n
    values[~positive] = 1 - (ranks[~positive] - stats.rankdata(scores[~positive])) / m
    return values


def clustered_auc(y, values, clusters):
    positive = y == 1
    auc = values[positive].mean()
    k = clusters.max() + 1
    a = np.bincount(clusters, np.where(positive, values - auc, 0), k)
    b = np.bincount(clusters, np.where(positive, 0, values - auc), k)
    m = positive.sum()
    n = len(y) - m
    return auc, np.sqrt(k / (k - 1) * ((a / m + b / n)**2).sum())


def clustered_mean(values, clusters):
    k = clusters.max() + 1
    mean = values.mean()
    return mean, np.sqrt(k / (k - 1) * (np.bincount(clusters, values - mean, k)**2).sum()) / len(values)


def log_losses(y, p):
    return -np.where(y == 1, np.log(p), np.log1p(-p))


def slope(y, scores, clusters):
    logits = special.logit(scores)
    model = linear_model.LogisticRegression(penalty='none', tol=1e-10).fit(logits[:, None], y)
    design = np.column_stack([np.ones(len(y)), logits])
    p = model.predict_proba(logits[:, None])[:, 1]
    bread = np.linalg.inv(design.T @ (design * (p * (1 - p))[:, None]))
    residuals = y - p
    k = clusters.max() + 1
    g = np.column_stack([np.bincount(clusters, residuals, k), np.bincount(clusters, residuals * logits, k)])
    return model.coef_[0, 0], np.sqrt((bread @ (g.T @ g) @ bread * k / (k - 1))[1, 1])


def evaluate():
    result = {}
    for name, scores in [('candidate', candidate), ('champion', champion)]:
        decided = scores >= 0.3
        result[name] = {
            'auc': metrics.roc_auc_score(labels, scores),
            'aucError': clustered_auc(labels, placements(labels, scores), days)[1],
            'logLoss': clustered_mean(log_losses(labels, scores), days)[0],
            'brier': metrics.brier_score_loss(labels, scores),
            'prAuc': metrics.average_precision_score(labels, scores),
            'f1': metrics.f1_score(labels, decided),
            'oe': labels.sum() / scores.sum(),
            'slope': slope(labels, scores, days)[0],
        }
    difference = placements(labels, candidate) - placements(labels, champion)
    result['auc'] = clustered_auc(labels, difference, days)
    gain = log_losses(labels, champion) - log_losses(labels, candidate)
    result['logLoss'] = clustered_mean(gain, days)
    result['slices'] = []
    for codes in slices:
        for value in range(codes.max() + 1):
            rows = codes == value
            y, a, b, c = labels[rows], candidate[rows], champion[rows], days[rows]
            delta = placements(y, a) - placements(y, b)
            result['slices'].append([*clustered_auc(y, delta, c), *clustered_mean(log_losses(y, b) - log_losses(y, a), c)])
    return result


for _ in range(runs):
    start = time.perf_counter()
    cpu = time.process_time()
    result = evaluate()
    print(json.dumps({'seconds': time.perf_counter() - start, 'cpuSeconds': time.process_time() - cpu, 'result': result}))
