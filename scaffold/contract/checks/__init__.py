"""The contract checks: one module each, found by walking this package."""
