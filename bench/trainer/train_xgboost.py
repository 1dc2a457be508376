"""One training with the real XGBoost: train_xgboost.py <folder> <threads>. Needs python3 with xgboost >= 1.7 and numpy.

Reads train.csv, test.csv and hyperparameters.json from the folder, as train-ours.ts does. Writes its predictions for the
test rows, and, when ours.ubj is there, what it predicts with our model. Prints {seconds, cpuSeconds, megabytes, version} as JSON.
"""
import json
import os
import resource
import sys
import time

import numpy as np
import xgboost as xgb

folder, threads = sys.argv[1], int(sys.argv[2])


def matrix(name):
    table = np.genfromtxt(os.path.join(folder, name), delimiter=",", dtype=np.float32)
    return xgb.DMatrix(table[:, 1:], label=table[:, 0], nthread=threads)


def save(name, predictions):
    np.savetxt(os.path.join(folder, name), predictions, fmt="%.9g")


train, test = matrix("train.csv"), matrix("test.csv")
with open(os.path.join(folder, "hyperparameters.json")) as file:
    hyperparameters = json.load(file)
rounds = int(hyperparameters.pop("num_round"))
hyperparameters["nthread"] = threads
watched = [(train, "train"), (test, "validation")]
start, cpu = time.perf_counter(), time.process_time()
booster = xgb.train(hyperparameters, train, rounds, evals=watched, verbose_eval=False)
seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu
save("xgboost.csv", booster.predict(test))
ours = os.path.join(folder, "ours.ubj")
if os.path.exists(ours):
    loaded = xgb.Booster(params={"nthread": threads})
    loaded.load_model(ours)
    save("ours-by-xgboost.csv", loaded.predict(test))
megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
measured = {"seconds": seconds, "cpuSeconds": cpu_seconds, "megabytes": megabytes, "version": xgb.__version__}
print(json.dumps(measured))
