-- One row per ticket. The label is the team's name, as data.label gives it; Andon numbers the classes.
SELECT
  ticket AS row_id,
  opened_at AS event_time,
  team AS label,
  words,
  amounts,
  addresses,
  (channel = 'mail')::INTEGER AS by_mail,
  hour(opened_at) AS hour,
  channel AS slice_channel
FROM accepted
