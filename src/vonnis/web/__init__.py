"""The coding room: a thin web application over a study folder; the only place that knows Django."""
