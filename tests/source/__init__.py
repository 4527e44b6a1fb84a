"""Proofs of the source wing: tiny sources as text -> facts."""
