"""What a script does: a dictionary a line, execute_values of a thousand. Prints seconds a record."""

import json
import sys
import time

import psycopg2
from psycopg2.extras import execute_values

uri, table, most, *files = sys.argv[1:]
INSERT = f"INSERT INTO {table} (user_id, metric, timestamp, value) VALUES %s ON CONFLICT DO NOTHING"
connection = psycopg2.connect(uri)
started = time.perf_counter()
batch, written = [], 0
with connection, connection.cursor() as cursor:
    for file in files:
        for line in open(file, encoding="utf-8"):
            record = json.loads(line)
            batch.append((record["user_id"], record["metric"], record["timestamp"], record["value"]))
            if len(batch) < 1000:
                continue
            execute_values(cursor, INSERT, batch, page_size=1000)
            written += len(batch)
            batch = []
            if written >= int(most):
                break
        if written >= int(most):
            break
print((time.perf_counter() - started) / written)
