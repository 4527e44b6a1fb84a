"""Layers that change later: small edits of source that exists, proven before anything is written."""
