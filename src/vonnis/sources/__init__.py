"""Where judgments come from: files, folders and archives, as bytes, without interpretation."""
