"""The local library of judgments: texts and records beside the raw documents, as Parquet and as a search index."""
