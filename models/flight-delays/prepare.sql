-- Will this flight leave more than 15 minutes late?
--
-- What is known two hours before departure: when and how far, how punctual the airports and the route were on earlier days,
-- and how punctual they are today. No flight sees its own hour or a later one.
-- Rates are smoothed towards 20 %: by 20 flights over days, by 5 over hours.
WITH flights AS (
  SELECT
    date AS departure,
    date_trunc('hour', date) AS clock_hour,
    date_trunc('day', date) AS day,
    distance,
    origin,
    destination,
    delay,
    (delay > 15)::INTEGER AS late
  FROM accepted
),
-- 15 of 100 new flights and 3 of 100 older ones are enough to learn from, and the newest month tells most. MD5, since it
-- never changes.
sampled AS (
  SELECT * FROM flights
  WHERE ('0x' || substr(md5(epoch(departure)::BIGINT || origin || destination), 1, 6))::INTEGER % 100
    < CASE WHEN departure >= (SELECT min(date) FROM landed) THEN 15 ELSE 3 END
),
-- Some flights are in the file more than once; a number tells them apart.
identified AS (
  SELECT
    *,
    strftime(departure, '%Y%m%dT%H%M') || '-' || origin || '-' || destination || '-'
      || row_number() OVER (PARTITION BY departure, origin, destination ORDER BY delay, distance) AS row_id
  FROM sampled
),
hours AS (
  SELECT clock_hour, origin, sum(late) AS late, count(*) AS flights FROM flights GROUP BY ALL
),
origin_today AS (
  SELECT clock_hour, origin, sum(late) OVER recently AS late, sum(flights) OVER recently AS flights FROM hours
  WINDOW recently AS (
    PARTITION BY origin ORDER BY clock_hour
    RANGE BETWEEN INTERVAL 5 HOUR PRECEDING AND INTERVAL 2 HOUR PRECEDING
  )
),
everywhere AS (
  SELECT clock_hour, sum(sum(late)) OVER recently AS late, sum(sum(flights)) OVER recently AS flights
  FROM hours GROUP BY clock_hour
  WINDOW recently AS (ORDER BY clock_hour RANGE BETWEEN INTERVAL 5 HOUR PRECEDING AND INTERVAL 2 HOUR PRECEDING)
),
days AS (
  SELECT day, origin, destination, sum(late) AS late, count(*) AS flights FROM flights GROUP BY ALL
),
origin_days AS (
  SELECT day, origin, sum(sum(late)) OVER earlier AS late, sum(sum(flights)) OVER earlier AS flights
  FROM days GROUP BY day, origin
  WINDOW earlier AS (
    PARTITION BY origin ORDER BY day RANGE BETWEEN INTERVAL 14 DAY PRECEDING AND INTERVAL 1 DAY PRECEDING
  )
),
route_days AS (
  SELECT day, origin, destination, sum(late) OVER earlier AS late, sum(flights) OVER earlier AS flights
  FROM days
  WINDOW earlier AS (
    PARTITION BY origin, destination ORDER BY day
    RANGE BETWEEN INTERVAL 28 DAY PRECEDING AND INTERVAL 1 DAY PRECEDING
  )
)
SELECT
  row_id,
  departure AS event_time,
  identified.late AS label,
  hour(departure) + minute(departure) / 60 AS hour,
  isodow(departure) AS weekday,
  distance,
  (coalesce(origin_today.late, 0) + 1) / (coalesce(origin_today.flights, 0) + 5) AS origin_today,
  (coalesce(everywhere.late, 0) + 1) / (coalesce(everywhere.flights, 0) + 5) AS everywhere_today,
  (coalesce(origin_days.late, 0) + 4) / (coalesce(origin_days.flights, 0) + 20) AS origin_rate,
  (coalesce(route_days.late, 0) + 4) / (coalesce(route_days.flights, 0) + 20) AS route_rate,
  coalesce(origin_days.flights, 0) AS origin_volume,
  CASE WHEN hour(departure) < 12 THEN 'morning' WHEN hour(departure) < 18 THEN 'afternoon' ELSE 'evening' END
    AS slice_daytime,
  CASE WHEN distance < 500 THEN 'short' WHEN distance < 1500 THEN 'medium' ELSE 'long' END AS slice_haul
FROM identified
LEFT JOIN origin_today USING (clock_hour, origin)
LEFT JOIN everywhere USING (clock_hour)
LEFT JOIN origin_days USING (day, origin)
LEFT JOIN route_days USING (day, origin, destination)
