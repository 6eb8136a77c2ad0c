"""端末・媒体・機器: what the municipality owns, under a control code and a 管理番号."""
