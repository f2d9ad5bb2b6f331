"""What a script of a hundred lines does: a dictionary a record, insert_many of a thousand. Prints seconds a record."""

import random
import sys
import time
from datetime import datetime, timedelta, timezone

from pymongo import MongoClient

uri, database, records = sys.argv[1], sys.argv[2], int(sys.argv[3])
collection = MongoClient(uri)[database]["metrics"]
assets = ["vm-%d" % (101 + i) for i in range(10)]
metrics = ["cpu_usage", "memory_usage", "io_wait"]
started = time.perf_counter()
batch, written = [], 0
now = datetime(2025, 1, 26, tzinfo=timezone.utc)
while written < records:
    for asset in assets:
        for metric in metrics:
            batch.append(
                {
                    "asset_id": asset,
                    "metric_name": metric,
                    "timestamp": now,
                    "value": round(random.uniform(0, 100), 1),
                    "unit": "percentage",
                    "tags": {"environment": "production", "asset_type": "vm"},
                }
            )
            if len(batch) == 1000:
                collection.insert_many(batch)
                written += len(batch)
                batch = []
    now += timedelta(minutes=1)
print((time.perf_counter() - started) / written)
