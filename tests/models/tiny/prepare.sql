-- One row per let flat. A missing distance stays missing: XGBoost has a way for it.
SELECT
  flat AS row_id,
  let_at AS event_time,
  rent AS label,
  area,
  rooms,
  distance_km,
  area / rooms AS area_per_room,
  least(rooms, 4)::VARCHAR AS slice_rooms
FROM accepted
