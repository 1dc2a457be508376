-- Flights of March and April 2001 with what the month before told: is a flight more than 15 minutes late?
-- March trains, April tests. A sample by MD5, which is the same everywhere: about 100,000 flights a month.
CREATE TEMP TABLE flights AS
SELECT
  *,
  (delay > 15)::INTEGER AS late,
  date_trunc('month', date) AS month,
  date_trunc('day', date) AS day
FROM read_parquet($file);

CREATE TEMP TABLE samples AS
WITH origins AS (
  SELECT month, origin, (sum(late) + 4.0) / (count(*) + 20) AS rate, count(*) AS volume FROM flights GROUP BY ALL
),
destinations AS (
  SELECT month, destination, (sum(late) + 4.0) / (count(*) + 20) AS rate FROM flights GROUP BY ALL
),
routes AS (
  SELECT month, origin, destination, (sum(late) + 4.0) / (count(*) + 20) AS rate FROM flights GROUP BY ALL
),
days AS (
  SELECT day, origin, (sum(late) + 4.0) / (count(*) + 20) AS rate FROM flights GROUP BY ALL
)
SELECT
  f.month,
  md5(epoch(f.date)::BIGINT || f.origin || f.destination || f.delay || f.distance) AS lot,
  f.late,
  hour(f.date) AS hour,
  minute(f.date) AS minute,
  dayofweek(f.date) AS weekday,
  f.distance,
  o.rate AS origin_rate,
  d.rate AS destination_rate,
  r.rate AS route_rate,
  o.volume AS origin_volume,
  y.rate AS yesterday_rate
FROM flights f
LEFT JOIN origins o ON o.origin = f.origin AND o.month = f.month - INTERVAL 1 MONTH
LEFT JOIN destinations d ON d.destination = f.destination AND d.month = f.month - INTERVAL 1 MONTH
LEFT JOIN routes r ON r.origin = f.origin AND r.destination = f.destination AND r.month = f.month - INTERVAL 1 MONTH
LEFT JOIN days y ON y.origin = f.origin AND y.day = f.day - INTERVAL 1 DAY
WHERE f.month IN ('2001-03-01', '2001-04-01');

COPY (
  SELECT * EXCLUDE (month, lot) FROM samples WHERE month = '2001-03-01' AND substr(lot, 1, 1) IN ('0', '1', '2') ORDER BY lot
) TO '$folder/train.csv' (HEADER false);

COPY (
  SELECT * EXCLUDE (month, lot) FROM samples WHERE month = '2001-04-01' AND substr(lot, 1, 1) = '0' ORDER BY lot
) TO '$folder/test.csv' (HEADER false);
